import { assertNever } from '../kernel/assert-never.js';
import type { PaymentEvent } from './event.js';
import {
  begun,
  captured,
  changeDispute,
  changeRefund,
  changeWork,
  decline,
  ended,
  fail,
  held,
  later,
  makeCapture,
  openDispute,
  payment,
  release,
  request,
  retry,
  startCapture,
  startedOf,
  startRefund,
  startVoid,
  termsOf,
  unauthorized,
} from './stage-changes.js';
import { noPayment, type PaymentState } from './state.js';

/** Copies a fact into the state. No rule lives here: those are in decide. */
export function evolve(state: PaymentState, event: PaymentEvent): PaymentState {
  switch (event.type) {
    case 'PaymentNotNeeded':
      return { stage: 'NotNeeded', ended: false, method: event.method, currency: event.currency };
    case 'PaymentRequested':
      return request(event);
    case 'OrderMoved':
      return state.stage === 'NotNeeded' ? { ...state, ended: true } : { ...payment(state, event), order: event.to };
    case 'MethodGiven':
      return { ...unauthorized(payment(state, event), 'nothing', 0), method: event.method };
    case 'RetryDue':
      return retry(state, event);
    case 'AuthorizeStarted':
      return { ...startedOf(payment(state, event), event), stage: 'Authorizing', work: begun(event) };
    case 'CaptureStarted':
      return startCapture(state, event);
    case 'VoidStarted':
      return startVoid(state, event);
    case 'RefundStarted':
      return startRefund(state, event);
    case 'OperationResent':
      return changeWork(state, event, ({ resent }) => ({
        ...{ standing: 'asked', resent: resent + 1, sentAt: later(event.at, event.afterMs) },
      }));
    case 'OperationPending':
      return changeWork(state, event, ({ reference }) => ({
        ...{ standing: 'pending', reference: event.reference ?? reference, action: event.action },
      }));
    case 'ActionCompleted':
      return changeWork(state, event, () => ({ action: null }));
    case 'OutcomeUnknown':
      return changeWork(state, event, ({ reference }) => ({
        ...{ standing: 'unknown', reference: event.reference ?? reference, action: null },
      }));
    case 'LookUpInVain':
      return changeWork(state, event, ({ lookUps }) => ({ lookUps: lookUps + 1 }));
    case 'AuthorizationGranted':
    case 'AuthorizationFellShort':
      return {
        ...termsOf(payment(state, event)),
        stage: 'Authorized',
        authorization: held(event.operationId, event.effect),
      };
    case 'AuthorizationDeclined':
      return decline(state, event);
    case 'OperationFailed':
      return fail(state, event);
    case 'AuthorizationReleased':
      return release(state, event);
    case 'CaptureMade':
      return makeCapture(state, event);
    case 'RefundMade':
      return changeRefund(captured(state, event), event, () => ({
        ...{ standing: 'succeeded', reference: event.effect.reference },
      }));
    case 'RefundFailed':
      return changeRefund(captured(state, event), event, ({ standing }) => ({
        ...{ standing: 'failed', cameBack: standing === 'succeeded' },
      }));
    case 'DisputeReportedEarly':
      return { ...payment(state, event), earlyDispute: event.report };
    case 'DisputeOpened':
      return openDispute(state, event);
    case 'DisputeWon':
      return changeDispute(state, event, { standing: 'won', feeReturned: event.feeReturned });
    case 'DisputeLost':
      return changeDispute(state, event, { standing: 'lost' });
    case 'PaymentSettled':
      return { ...captured(state, event), settled: true };
    case 'RefundSettled':
      return changeRefund(captured(state, event), event, () => ({
        payout: event.direction === 'out' ? 'deducted' : 'returned',
      }));
    case 'DisputeSettled':
      return changeDispute(state, event, event.direction === 'out' ? { deducted: true } : { returned: true });
    case 'PaymentEnded':
      return { ...ended(payment(state, event), event.end), review: null };
    case 'PaymentReopened':
      return unauthorized(payment(state, event), event.waitsFor, 0);
    case 'ReviewRequired':
      return { ...payment(state, event), review: event.review };
    case 'ReviewEnded':
      return { ...payment(state, event), review: null };
    case 'LookUpAsked':
    case 'InputIgnored':
      return state;
    default:
      return assertNever(event);
  }
}

/** The state that a history comes to. */
export const fold = (events: readonly PaymentEvent[], from: PaymentState = noPayment): PaymentState =>
  events.reduce(evolve, from);
