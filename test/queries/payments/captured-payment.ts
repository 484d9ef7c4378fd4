import { wayTo } from '../../payment/examples.js';
import { refundAsked } from '../../payment/payment-life.js';
import { idOf, type ReadDatabase } from '../read-database.js';
import { seedOperation, seedPayment, seedTransfer } from './seed-payment.js';

const hold = { operationId: idOf(11), phase: 'pending' } as const;

/** A captured payment of order 1, with its operations and postings. */
export async function seedCaptured(tables: ReadDatabase): Promise<void> {
  await seedPayment(tables, {
    order: { id: idOf(1), status: 'Completed', events: ['OrderPlaced', 'OrderCompleted', 'payment.CaptureMade'] },
    steps: [...wayTo.Captured, refundAsked(1_000n)],
    amounts: { authorized: 4250, captured: 4250, settled: -125, refunding: 1000 },
  });
  await seedOperation(tables, { id: idOf(11), orderId: idOf(1), kind: 'authorize', reference: 'auth_1' });
  await seedOperation(tables, {
    ...{ id: idOf(12), orderId: idOf(1), kind: 'capture', reference: 'capture_1', feeMinor: 153 },
    requestedAt: '2026-07-01T12:30:00Z',
  });
  await seedOperation(tables, {
    ...{
      id: idOf(13),
      orderId: idOf(1),
      kind: 'void',
      amountMinor: null,
      status: 'failed',
      reason: 'already_captured',
    },
    requestedAt: '2026-07-01T12:31:00Z',
  });
  const orderId = idOf(1);
  await seedTransfer(tables, {
    ...{ orderId, operationId: idOf(11), purpose: 'Authorized', amountMinor: 4250, hold },
    ...{ debit: 'auth_hold_asset', credit: 'auth_hold_contra' },
  });
  await seedTransfer(tables, {
    ...{ orderId, operationId: idOf(12), purpose: 'Captured', amountMinor: 4250, recordedAt: '2026-07-01T12:30:00Z' },
    ...{ debit: 'psp_clearing', credit: 'deferred_revenue' },
  });
}
