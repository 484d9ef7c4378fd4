import { exampleOrderId } from './describe.js';

export const exampleOperationId = '0197a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4e';

export const examplePayment = {
  orderId: exampleOrderId,
  status: 'Captured',
  total: '42.50',
  currency: 'USD',
  authorized: '42.50',
  held: '0.00',
  capturable: '0.00',
  captured: '42.50',
  settled: '0.00',
  refundable: '42.50',
  refunding: '0.00',
  refunded: '0.00',
  chargedBack: '0.00',
  dispute: null,
  reviewReason: null,
  deadline: null,
  methodEnding: '8x2q',
  createdAt: '2026-07-01T12:00:00.000Z',
  updatedAt: '2026-07-01T12:30:00.000Z',
  version: 7,
};

export const exampleOperation = {
  id: exampleOperationId,
  kind: 'capture',
  attempt: 1,
  status: 'succeeded',
  reference: 'capture_41',
  reason: null,
  amount: '42.50',
  fee: '1.53',
  currency: 'USD',
  requestedBy: 'order',
  requestedAt: '2026-07-01T12:29:59.000Z',
  updatedAt: '2026-07-01T12:30:00.000Z',
};

export const exampleEntry = {
  operationId: exampleOperationId,
  purpose: 'Captured',
  transfer: 2,
  side: 'debit',
  account: 'psp_clearing',
  phase: 'posted',
  holdOperationId: null,
  expiresAt: null,
  amount: '42.50',
  currency: 'USD',
  recordedAt: '2026-07-01T12:30:00.000Z',
};

export const exampleAccount = {
  account: 'psp_clearing',
  currency: 'USD',
  debitsPending: '0.00',
  creditsPending: '0.00',
  debitsPosted: '42.50',
  creditsPosted: '0.00',
  balance: '42.50',
};
