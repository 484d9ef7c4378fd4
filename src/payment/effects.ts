import { workOf, worksOf } from './books.js';
import { deadlineOf, dueOf, sameDeadline } from './deadlines.js';
import type { Announcement } from './announcement.js';
import type { DueLookUp, PaymentDecision, PaymentWake, Sending } from './decision.js';
import type { PaymentEvent } from './event.js';
import { fold } from './evolve.js';
import type { PaymentPolicy } from './policy.js';
import type { PaymentState } from './state.js';

/**
 * What facts bring about: told from the facts and from the states before and after them, in one place, so that no rule
 * can forget a timer or a message.
 */
export function effectsOf(
  before: PaymentState,
  events: readonly PaymentEvent[],
  policy: PaymentPolicy,
): PaymentDecision {
  const after = fold(events, before);
  return {
    outcome: 'advanced',
    events,
    sendings: events.flatMap((event) => sendingOf(event, after)),
    lookUps: [...asked(events, after), ...newlyDue(before, after, policy)],
    wake: wakeFor(before, after, policy),
    verdict: events.some((event) => isHardDecline(event)) && isPlaced(after) ? 'order-fails' : null,
    announcements: events.flatMap((event) => announcementOf(event, after)),
    refusal: null,
  };
}

const isPlaced = (state: PaymentState): boolean => 'order' in state && state.order === 'Placed';

const isHardDecline = (event: PaymentEvent): boolean =>
  event.type === 'AuthorizationFellShort' || (event.type === 'AuthorizationDeclined' && event.final);

function sendingOf(event: PaymentEvent, after: PaymentState): readonly Sending[] {
  switch (event.type) {
    case 'AuthorizeStarted':
    case 'CaptureStarted':
    case 'VoidStarted':
    case 'RefundStarted':
      return [{ operation: event.operation, afterMs: event.afterMs }];
    case 'OperationResent': {
      const work = 'order' in after ? workOf(after, event.operationId) : undefined;
      return work === undefined ? [] : [{ operation: work.operation, afterMs: event.afterMs }];
    }
    default:
      return [];
  }
}

/** Every operation whose outcome is open, with the number of the look-up that it waits for. */
const awaited = (state: PaymentState): readonly Omit<DueLookUp, 'afterMs'>[] =>
  ('order' in state ? worksOf(state) : [])
    .filter(({ standing, action }) => standing === 'unknown' || (standing === 'pending' && action === null))
    .map(({ operation: { operationId }, lookUps }) => ({ operationId, number: lookUps }));

function newlyDue(before: PaymentState, after: PaymentState, policy: PaymentPolicy): readonly DueLookUp[] {
  const known = new Set(awaited(before).map((one) => `${one.operationId} ${String(one.number)}`));
  return awaited(after).flatMap((one) => {
    const afterMs = policy.lookUpDelaysMs[one.number ?? 0];
    const isNew = !known.has(`${one.operationId} ${String(one.number)}`);
    return isNew && afterMs !== undefined ? [{ ...one, afterMs }] : [];
  });
}

const asked = (events: readonly PaymentEvent[], after: PaymentState): readonly DueLookUp[] =>
  events.some(({ type }) => type === 'LookUpAsked') && 'order' in after
    ? worksOf(after)
        .filter(({ standing }) => standing !== 'asked')
        .map(({ operation: { operationId } }) => ({ operationId, number: null, afterMs: 0 }))
    : [];

function wakeFor(before: PaymentState, after: PaymentState, policy: PaymentPolicy): PaymentWake {
  const [old, deadline] = [deadlineOf(before), deadlineOf(after)];
  if (sameDeadline(old, deadline)) return { kind: 'keep' };
  return deadline === null ? { kind: 'clear' } : { kind: 'set', deadline, due: dueOf(after, deadline, policy) };
}

/** What the world is told of a fact; `after` is the state that the fact led to, or a later one of the same decision. */
export function announcementOf(event: PaymentEvent, after: PaymentState): readonly Announcement[] {
  switch (event.type) {
    case 'AuthorizationGranted':
      return [{ type: 'PaymentAuthorized', amount: event.effect.amount }];
    case 'AuthorizationFellShort':
      return 'total' in after ? [{ type: 'PaymentDeclined', amount: after.total, code: 'insufficient_funds' }] : [];
    case 'AuthorizationDeclined':
      return event.final && 'total' in after
        ? [{ type: 'PaymentDeclined', amount: after.total, code: event.code }]
        : [];
    case 'CaptureMade':
      return [{ type: 'PaymentCaptured', amount: event.effect.amount }];
    case 'RefundMade':
      return [{ type: 'PaymentRefunded', amount: event.effect.amount }];
    case 'AuthorizationReleased': {
      const announced = event.next === 'voided' || event.next === 'expired';
      return announced && event.amount !== null ? [{ type: 'PaymentVoided', amount: event.amount }] : [];
    }
    case 'PaymentSettled':
      return [{ type: 'PaymentSettled', amount: event.gross }];
    default:
      return [];
  }
}
