import { CommandBus } from '@nestjs/cqrs';
import { MessageId, ownMessagePrefixes } from '../kernel/ids.js';
import type { WakeUp } from '../order/input.js';
import type { InputOf } from '../payment/input.js';
import { AdvanceOrder } from '../saga/advance-order.js';
import type { DueTimer, DueTimers } from './due-timers.js';

const batch = 500;

type DeadlineElapsed = InputOf<'DeadlineElapsed'>;

/**
 * The wake-up as a command. Its message id names the attempt, and of a payment the version too, so that however often and
 * wherever it is handed back, it's applied once.
 */
const commandFor = (timer: DueTimer): AdvanceOrder =>
  new AdvanceOrder(timer.orderId, {
    body: inputOf(timer.kind, timer.attempt),
    cause: {
      messageId: MessageId(ownMessagePrefixes.timer + nameOf(timer)),
      conversationId: null,
      traceparent: null,
      actor: 'timer',
    },
  });

const nameOf = ({ kind, attempt, version }: DueTimer): string =>
  version === undefined ? `${kind}:${String(attempt)}` : `${kind}:${String(attempt)}:${String(version)}`;

const inputOf = (kind: DueTimer['kind'], attempt: number): WakeUp | DeadlineElapsed =>
  kind === 'CheckoutWaitElapsed' || kind === 'TimeoutElapsed'
    ? { type: kind, attempt }
    : { type: 'DeadlineElapsed', deadline: { kind, attempt } };

/** Hands due wake-ups back as commands. */
export class TimerSweep {
  constructor(
    private readonly due: DueTimers,
    private readonly commands: CommandBus,
  ) {}

  /**
   * One sweep over all that is due. Rejects at its end when a command failed: that timer stays due, and the next sweep tries
   * again. Each one is handed back once, so that those which fail for ever hold up none of the others.
   */
  async sweep(): Promise<void> {
    let failed: PromiseRejectedResult | undefined;
    for (let last: DueTimer | null | undefined = null; last !== undefined;) {
      const timers: readonly DueTimer[] = await this.due.find(batch, last);
      const outcomes = await Promise.allSettled(timers.map((timer) => this.commands.execute(commandFor(timer))));
      failed ??= outcomes.find((outcome) => outcome.status === 'rejected');
      last = timers[batch - 1];
    }
    if (failed !== undefined) throw new TimersFailed({ cause: failed.reason });
  }
}

export class TimersFailed extends Error {
  readonly code = 'TIMERS.FAILED';
  constructor(options: ErrorOptions) {
    super('A wake-up could not be handed to its order', options);
  }
}
