import { CommandBus } from '@nestjs/cqrs';
import type { Clock } from '../platform/clock.js';
import type { Log } from '../platform/log.js';
import { ScheduledSweep } from '../platform/scheduled-sweep.js';
import type { WakeQueues } from '../platform/wake-queues.js';
import { ImportSettlement } from './import-settlement.js';

/** Pulls payout lines from the gateway in use at each tick, and explains what can be explained. */
export class SettlementWakeUps {
  private readonly scheduled: ScheduledSweep;

  constructor(
    queues: WakeQueues,
    commands: CommandBus,
    intervalMs: number,
    around: { readonly clock: Clock; readonly log: Log },
  ) {
    const sweep = async () => {
      const { added, matched, unexplained, left } = await commands.execute(new ImportSettlement({ kind: 'gateway' }));
      if (added + matched + unexplained + left > 0)
        around.log.info({ added, matched, unexplained, left }, 'payout lines were imported');
    };
    const failed = 'the payout lines could not all be imported';
    this.scheduled = new ScheduledSweep(queues, { queue: 'settlement', intervalMs, sweep, failed }, around);
  }

  start(): void {
    this.scheduled.start();
  }

  stop(): Promise<void> {
    return this.scheduled.stop();
  }
}
