import { DeadLetters, type InboundLetter } from '../../../src/saga/dead-letters.js';
import { buryLetter } from '../store/letter-table.js';
import type { MemoryStore } from '../store/memory-store.js';
import type { Line } from './line.js';

export class SimulatedDeadLetters extends DeadLetters {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
  ) {
    super();
  }

  override bury(letter: InboundLetter): Promise<void> {
    return this.line.call('bury', () => buryLetter(this.store, letter));
  }
}
