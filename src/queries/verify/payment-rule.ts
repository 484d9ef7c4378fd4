import { isDeepStrictEqual } from 'node:util';
import { fromStoredPayment } from '../../payment/record.js';
import { noPayment, type PaymentState } from '../../payment/state.js';
import { statusOf } from '../../payment/status.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

/** Tokens are compared, never shown. */
export function paymentFindings({ payment, paymentStatus }: StoredOrder, state: PaymentState): readonly Finding[] {
  const stored = payment === null ? noPayment : fromStoredPayment(payment);
  return [
    ...compared('payment', 'status', paymentStatus ?? 'None', statusOf(state)),
    ...compared('payment', 'its state is that of its events:', isDeepStrictEqual(stored, state), true),
  ];
}
