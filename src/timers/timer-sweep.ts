import { CommandBus } from '@nestjs/cqrs';
import { MessageId, ownMessagePrefix } from '../kernel/ids.js';
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
      messageId: MessageId(`${ownMessagePrefix}${kind}:${String(attempt)}`),
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
    for (let goesOn = true; goesOn;) {
      const timers = await this.due.find(batch);
      const outcomes = await Promise.allSettled(timers.map((timer) => this.commands.execute(commandFor(timer))));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw new TimersFailed({ cause: failed.reason });
      // A wake-up that was handed back before and is due all the same would be found again at once, for ever.
      const moved = outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value !== 'duplicate');
      goesOn = moved && timers.length === batch;
    }
  }
}

export class TimersFailed extends Error {
  readonly code = 'TIMERS.FAILED';
  constructor(options: ErrorOptions) {
    super('A wake-up could not be handed to its order', options);
  }
}
