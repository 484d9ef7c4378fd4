import { isDeepStrictEqual } from 'node:util';
import { fromStoredPayment, type Json } from '../../payment/record.js';
import { noPayment, type PaymentState } from '../../payment/state.js';
import { statusOf } from '../../payment/status.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

/** Tokens are compared, never shown. */
export function paymentFindings({ payment, paymentStatus }: StoredOrder, state: PaymentState): readonly Finding[] {
  const read = readPayment(payment);
  if ('rule' in read) return [read];
  return [
    ...compared('payment', 'status', paymentStatus ?? 'None', statusOf(state)),
    ...compared('payment', 'its state is that of its events:', isDeepStrictEqual(read, state), true),
  ];
}

function readPayment(stored: Json | null): PaymentState | Finding {
  try {
    return stored === null ? noPayment : fromStoredPayment(stored);
  } catch (error) {
    const is = error instanceof Error ? error.message : 'unreadable';
    return { rule: 'payment', is, shouldBe: 'a payment that this service has written' };
  }
}
