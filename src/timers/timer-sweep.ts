import { CommandBus } from '@nestjs/cqrs';
import { MessageId } from '../kernel/ids.js';
import { AdvanceOrder } from '../saga/advance-order.js';
import type { DueTimer, DueTimers } from './due-timers.js';

const batch = 500;

/**
 * The wake-up as a command. Its message id names the attempt, so that however often and wherever it is handed back,
 * it's applied once.
 */
const commandFor = ({ orderId, kind, attempt }: DueTimer): AdvanceOrder =>
  new AdvanceOrder(orderId, {
    body: { type: kind, attempt },
    cause: {
      messageId: MessageId(`${kind}:${String(attempt)}`),
      conversationId: null,
      traceparent: null,
      actor: 'timer',
    },
  });

/** Hands due wake-ups back as commands. */
export class TimerSweep {
  constructor(
    private readonly due: DueTimers,
    private readonly commands: CommandBus,
  ) {}

  /** One sweep, until nothing is due. Rejects when a command fails: the timer stays due, the next sweep tries again. */
  async sweep(): Promise<void> {
    for (let found = batch; found === batch;) {
      const timers = await this.due.find(batch);
      const outcomes = await Promise.allSettled(timers.map((timer) => this.commands.execute(commandFor(timer))));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw new TimersFailed({ cause: failed.reason });
      found = timers.length;
    }
  }
}

export class TimersFailed extends Error {
  readonly code = 'TIMERS.FAILED';
  constructor(options: ErrorOptions) {
    super('A wake-up could not be handed to its order', options);
  }
}
