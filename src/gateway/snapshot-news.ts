import { assertNever } from '../kernel/assert-never.js';
import type { PaymentNews } from '../payment/input.js';
import type { LookUp as PaymentLookUp, Snapshot as PaymentSnapshot } from '../payment/look-up.js';
import type { LookUp } from './payment-gateway.js';
import type { Snapshot } from './snapshot.js';

/** What a look-up says to the payment's rules. */
export function lookUpOf(found: LookUp): PaymentLookUp {
  switch (found.kind) {
    case 'found':
      return { kind: 'found', snapshot: snapshotOf(found.snapshot) };
    case 'not_found':
      return { kind: 'not_found' };
    case 'unavailable':
      return { kind: 'unreachable' };
    default:
      return assertNever(found);
  }
}

const done = { authorize: 'authorized', capture: 'captured', refund: 'refunded' } as const;

function snapshotOf({ operation, standing }: Snapshot): PaymentSnapshot {
  switch (standing.kind) {
    case 'ok':
      return operation === 'void'
        ? { state: 'voided', reference: standing.effect.reference }
        : { state: done[operation], effect: standing.effect };
    case 'pending':
      return { state: 'pending', outcome: standing };
    case 'declined':
      return { state: 'declined', outcome: standing };
    case 'expired':
      return { state: 'expired', reference: standing.reference };
    case 'failed_later':
      return {
        state: 'declined',
        outcome: { kind: 'declined', code: 'other', retry: 'never', gatewayCode: standing.gatewayCode },
      };
    default:
      return assertNever(standing);
  }
}

/** What a webhook says to the payment's rules; null where it says nothing that they don't know. */
export function newsOf({ operationId, operation, standing }: Snapshot): PaymentNews | null {
  switch (standing.kind) {
    case 'ok':
      return success(operationId, operation, standing);
    case 'pending':
      // The customer has done what the issuer asked; the issuer decides now.
      return operation === 'authorize' && standing.action === null ? { type: 'ActionCompleted', operationId } : null;
    case 'declined':
      return operation === 'capture'
        ? { type: 'CaptureFailureReported', operationId, decline: standing }
        : { type: 'OperationAnswered', operationId, outcome: standing };
    case 'expired':
      return { type: 'VoidReported', authorization: standing.reference, how: 'expired' };
    case 'failed_later':
      return { type: 'RefundFailureReported', operationId };
    default:
      return assertNever(standing);
  }
}

type Ok = Extract<Snapshot['standing'], { readonly kind: 'ok' }>;

function success(operationId: Snapshot['operationId'], operation: Snapshot['operation'], standing: Ok): PaymentNews {
  const { effect } = standing;
  switch (operation) {
    case 'authorize':
      return { type: 'AuthorizationReported', operationId, effect };
    case 'capture':
      return { type: 'CaptureReported', operationId, effect };
    case 'refund':
      return { type: 'RefundReported', operationId, effect };
    case 'void':
      return { type: 'OperationAnswered', operationId, outcome: standing };
    default:
      return assertNever(operation);
  }
}
