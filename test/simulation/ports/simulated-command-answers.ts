import type { OrderId } from '../../../src/kernel/ids.js';
import { CommandAnswers, type KeptAnswer } from '../../../src/saga/command-answers.js';
import { beginKeep, findAnswer } from '../store/command-answer-table.js';
import type { MemoryStore } from '../store/memory-store.js';
import type { Line } from './line.js';

export class SimulatedCommandAnswers extends CommandAnswers {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
  ) {
    super();
  }

  override find(key: string): Promise<KeptAnswer | null> {
    return this.line.call('find answer', () => findAnswer(this.store, key));
  }

  override async keep(key: string, orderId: OrderId, kept: KeptAnswer): Promise<KeptAnswer> {
    await this.line.transact('keep answer', () => beginKeep(this.store, key, orderId, kept));
    return (await this.find(key)) ?? kept;
  }
}
