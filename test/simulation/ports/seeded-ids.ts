import type { Chance } from '../engine/chance.js';
import { Ids } from '../../../src/platform/ids.js';

export class SeededIds extends Ids {
  constructor(private readonly chance: Chance) {
    super();
  }

  override next(): string {
    return this.chance.uuid();
  }
}
