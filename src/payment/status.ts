import { hasUnknown, refunded, reserved } from './books.js';
import type { Captured, Payment, PaymentState } from './state.js';

/** What a payment is called outside. */
export type PaymentStatus =
  | 'None'
  | 'NotNeeded'
  | 'RequiresMethod'
  | 'RequiresAction'
  | 'Authorizing'
  | 'Authorized'
  | 'Capturing'
  | 'PartiallyCaptured'
  | 'Captured'
  | 'Settled'
  | 'Voiding'
  | 'Voided'
  | 'Refunding'
  | 'PartiallyRefunded'
  | 'Refunded'
  | 'RefundFailed'
  | 'Declined'
  | 'Expired'
  /** An operation's outcome isn't known. */
  | 'Unknown'
  | 'Disputed'
  | 'NeedsReview';

const ends = { voided: 'Voided', declined: 'Declined', expired: 'Expired' } as const;

// What is most urgent gives the name: several of these may hold at once.
function afterCapture(state: Captured): PaymentStatus {
  if (state.dispute !== null && state.dispute.standing !== 'won') return 'Disputed';
  if (reserved(state) > 0n) return 'Refunding';
  if (state.refunds.some(({ standing }) => standing === 'failed')) return 'RefundFailed';
  const back = refunded(state);
  if (back > 0n) return back < state.capture.amount.minor ? 'PartiallyRefunded' : 'Refunded';
  if (state.settled) return 'Settled';
  return state.capture.amount.minor < state.authorization.amount.minor ? 'PartiallyCaptured' : 'Captured';
}

function byStage(state: Payment): PaymentStatus {
  switch (state.stage) {
    case 'Unauthorized':
      return state.waitsFor === 'method' ? 'RequiresMethod' : 'Authorizing';
    case 'Authorizing':
      return state.work.action === null ? 'Authorizing' : 'RequiresAction';
    case 'Captured':
      return afterCapture(state);
    case 'Ended':
      return ends[state.end];
    default:
      return state.stage;
  }
}

/** The one name for where a payment is. A review comes first, then what isn't known. */
export function statusOf(state: PaymentState): PaymentStatus {
  if (state.stage === 'None' || state.stage === 'NotNeeded') return state.stage;
  if (state.review !== null) return 'NeedsReview';
  return hasUnknown(state) ? 'Unknown' : byStage(state);
}
