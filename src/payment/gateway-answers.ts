import { type Answer, facts, ignored } from './answer.js';
import { workOf } from './books.js';
import { conclude, giveUp, lapsed, orderEnded, released, succeed } from './conclude.js';
import type { PaymentEvent } from './event.js';
import type { Given, InputOf } from './input.js';
import type { LookUp, Snapshot } from './look-up.js';
import type { OutcomeKind } from './outcome.js';
import type { PaymentPolicy } from './policy.js';
import { captureFound } from './reports.js';
import type { AnyWork, Payment } from './state.js';

type Events = readonly PaymentEvent[];
type LookedUp = Given<InputOf<'LookedUp'>>;

const tellsNothing: ReadonlySet<OutcomeKind> = new Set(['unknown', 'not_attempted'] as const);

/** What a call came to. One whose outcome isn't known is resolved by look-ups and reports alone. */
export function answered(state: Payment, given: Given<InputOf<'OperationAnswered'>>, policy: PaymentPolicy): Answer {
  const work = workOf(state, given.body.operationId);
  if (work === undefined) return ignored('OperationNotUnderWay');
  if (work.standing === 'unknown') return ignored('AwaitsLookUp');
  if (work.standing === 'pending' && tellsNothing.has(given.body.outcome.kind)) return ignored('AlreadyPending');
  return facts(...conclude(state, work, given.body.outcome, given, policy));
}

/** What a look-up came to, the janitor's or an operator's. */
export function lookedUp(state: Payment, given: LookedUp, policy: PaymentPolicy): Answer {
  const { operationId, number, lookUp } = given.body;
  const work = workOf(state, operationId);
  if (work === undefined || work.standing === 'asked') return ignored('NothingToLookUp');
  const found = lookUp.kind === 'found' ? read(state, work, lookUp.snapshot, given, policy) : null;
  if (found !== null) return facts(...found);
  if (number !== null && number !== work.lookUps) return ignored('LookUpOutOfDate');
  const pending = lookUp.kind === 'found' && lookUp.snapshot.state === 'pending' ? lookUp.snapshot.outcome : null;
  const learned = pending === null ? [] : conclude(state, work, pending, given, policy);
  const absent = isAbsent(work, lookUp);
  if (number === null)
    return learned.length > 0 ? facts(...learned) : operatorsVain(state, work, absent, given, policy);
  return facts(...learned, { type: 'LookUpInVain', operationId }, ...afterVain(state, work, absent, given, policy));
}

/** The gateway has no trace of it, and can't be at it any more. */
const isProvenAbsent = ({ sentAt }: AnyWork, absent: boolean, { at }: LookedUp, policy: PaymentPolicy): boolean =>
  absent && at.getTime() - sentAt.getTime() >= policy.processingDelayMs;

/** After the last scheduled look-up, an operator's that still finds nothing ends the matter: it can be tried anew. */
function operatorsVain(state: Payment, work: AnyWork, absent: boolean, given: LookedUp, policy: PaymentPolicy): Answer {
  const isExhausted =
    state.review?.reason === 'LookUpsExhausted' && state.review.operationId === work.operation.operationId;
  return isExhausted && isProvenAbsent(work, absent, given, policy)
    ? facts(...giveUp(state, work, 'not_found', 'LookUpsExhausted'))
    : ignored('NothingFound');
}

/** The books have no trace of it, or show the hold or the capture that it was meant for as untouched. */
function isAbsent({ operation: { kind } }: AnyWork, lookUp: LookUp): boolean {
  if (lookUp.kind !== 'found') return lookUp.kind === 'not_found';
  const { state } = lookUp.snapshot;
  return kind === 'refund' ? state === 'captured' : state === 'authorized' && kind !== 'authorize';
}

/** What the gateway's books say of this operation; null where they don't show it done, nor undone for good. */
function read(
  state: Payment,
  work: AnyWork,
  snapshot: Snapshot,
  given: LookedUp,
  policy: PaymentPolicy,
): Events | null {
  const { kind } = work.operation;
  switch (snapshot.state) {
    case 'authorized':
      return kind === 'authorize' ? succeed(state, work, snapshot.effect) : null;
    case 'captured':
      if (kind === 'refund') return null;
      return kind === 'capture' ? succeed(state, work, snapshot.effect) : captureFound(state, null, snapshot.effect);
    case 'refunded':
      return kind === 'refund' ? succeed(state, work, snapshot.effect) : null;
    case 'voided':
      return kind === 'refund' ? null : released(state, 'voided');
    case 'expired':
      return kind === 'refund' ? null : lapsed(state, policy);
    case 'declined':
      return conclude(state, work, snapshot.outcome, given, policy);
    default:
      return null;
  }
}

/**
 * The gateway doesn't know the operation, or doesn't tell. The same bytes under the same id are safe while it remembers
 * ids; afterwards there are only look-ups, and then people.
 */
function afterVain(state: Payment, work: AnyWork, absent: boolean, given: LookedUp, policy: PaymentPolicy): Events {
  const { operationId, kind } = work.operation;
  const unwanted = orderEnded(state) && (kind === 'authorize' || kind === 'capture');
  if (unwanted && isProvenAbsent(work, absent, given, policy))
    return giveUp(state, work, 'not_found', 'LookUpsExhausted');
  if (work.lookUps + 1 >= policy.lookUpDelaysMs.length)
    return [{ type: 'ReviewRequired', review: { reason: 'LookUpsExhausted', operationId } }];
  const age = given.at.getTime() - work.startedAt.getTime();
  const resend = absent && !unwanted && state.review === null && age < policy.keyLifetimeMs;
  return resend && work.standing === 'unknown'
    ? [{ type: 'OperationResent', operationId, at: given.at, afterMs: 0 }]
    : [];
}
