import { assertNever } from '../kernel/assert-never.js';
import { type Answer, facts, ignored } from './answer.js';
import { mayRenew } from './conclude.js';
import type { Due } from './decision.js';
import type { Deadline, Given, InputOf } from './input.js';
import type { PaymentPolicy } from './policy.js';
import { release } from './start.js';
import type { Payment, PaymentState } from './state.js';

function kindOf(state: Payment): Deadline['kind'] | null {
  if (state.review !== null) return null;
  switch (state.stage) {
    case 'Unauthorized':
      return state.waitsFor === 'nothing' ? null : state.waitsFor;
    case 'Authorizing':
      return state.work.action === null ? null : 'action';
    case 'Authorized':
      return state.authorization.captureBefore === null ? null : 'expiry';
    default:
      return null;
  }
}

/** What a payment in this state waits for; null for nothing that a clock could tell. */
export function deadlineOf(state: PaymentState): Deadline | null {
  if (state.stage === 'None' || state.stage === 'NotNeeded') return null;
  const kind = kindOf(state);
  return kind === null ? null : { kind, attempt: state.attempts.authorize };
}

const retryDelay = (state: PaymentState, { declineRetryDelaysMs }: PaymentPolicy): number =>
  (state.stage === 'Unauthorized' ? declineRetryDelaysMs[state.declines - 1] : undefined) ?? 0;

const beforeEnd = (state: PaymentState, { expiryMarginMs }: PaymentPolicy): Due => {
  const end = state.stage === 'Authorized' ? state.authorization.captureBefore : null;
  return end === null ? { afterMs: 0 } : { at: new Date(end.getTime() - expiryMarginMs) };
};

/** When the state's deadline is due. */
export function dueOf(state: PaymentState, { kind }: Deadline, policy: PaymentPolicy): Due {
  switch (kind) {
    case 'method':
      return { afterMs: policy.methodDeadlineMs };
    case 'retry':
      return { afterMs: retryDelay(state, policy) };
    case 'action':
      return { afterMs: policy.actionDeadlineMs };
    case 'expiry':
      return beforeEnd(state, policy);
    default:
      return assertNever(kind);
  }
}

export const sameDeadline = (a: Deadline | null, b: Deadline | null): boolean =>
  a?.kind === b?.kind && a?.attempt === b?.attempt;

/** A deadline that has passed never fails the order: nobody has declined anything. */
export function deadlineElapsed(
  state: Payment,
  given: Given<InputOf<'DeadlineElapsed'>>,
  policy: PaymentPolicy,
): Answer {
  if (!sameDeadline(deadlineOf(state), given.body.deadline)) return ignored('StaleDeadline');
  switch (state.stage) {
    case 'Unauthorized':
      return state.waitsFor === 'method'
        ? facts({ type: 'PaymentEnded', end: 'expired' })
        : facts({ type: 'RetryDue' });
    case 'Authorizing':
      return state.work.reference === null
        ? facts({ type: 'PaymentEnded', end: 'expired' })
        : facts(release(state, state.work.reference, 'expired', given));
    case 'Authorized': {
      const next = mayRenew(state, policy) ? 'renewal' : 'expired';
      return facts(release(state, state.authorization.reference, next, given));
    }
    default:
      return ignored('StaleDeadline');
  }
}
