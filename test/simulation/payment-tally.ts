import { fromStoredPayment } from '../../src/payment/record.js';
import { worksOf } from '../../src/payment/books.js';
import { paymentHistoryOf } from './store/read-orders.js';
import type { World } from './world.js';

/** What a run's payments came to. */
export type PaymentTally = {
  readonly runs: number;
  readonly operations: number;
  readonly calls: number;
  readonly captures: number;
  readonly refunds: number;
  readonly disputes: number;
  readonly commands: number;
  readonly unknowns: number;
  readonly unknownsResolved: number;
  /** Payments that people have to look at. */
  readonly reviews: number;
};

export const noPayments: PaymentTally = {
  ...{ runs: 0, operations: 0, calls: 0, captures: 0, refunds: 0, disputes: 0, commands: 0 },
  ...{ unknowns: 0, unknownsResolved: 0, reviews: 0 },
};

export function tallyPayments({ payments, store }: World): PaymentTally | null {
  if (payments === null) return null;
  const { effects, calls } = payments.gateway.books;
  const unknown = new Set(
    [...store.orders.values()].flatMap((rows) =>
      paymentHistoryOf(rows).flatMap((event) => (event.type === 'OutcomeUnknown' ? [event.operationId] : [])),
    ),
  );
  const open = new Set(
    [...store.money.payments.values()].flatMap(({ state }) => {
      const payment = fromStoredPayment(state);
      const works = 'order' in payment ? worksOf(payment) : [];
      return works.filter(({ standing }) => standing === 'unknown').map(({ operation }) => operation.operationId);
    }),
  );
  return {
    runs: 1,
    operations: store.money.operations.size,
    calls,
    captures: effects.filter(({ kind }) => kind === 'capture').length,
    refunds: effects.filter(({ kind }) => kind === 'refund').length,
    disputes: effects.filter(({ kind }) => kind === 'dispute').length,
    commands: payments.desk.heard.length,
    unknowns: unknown.size,
    unknownsResolved: [...unknown].filter((id) => !open.has(id)).length,
    reviews: [...store.money.payments.values()].filter(({ status }) => status === 'NeedsReview').length,
  };
}

export function addTallies(one: PaymentTally, other: PaymentTally): PaymentTally {
  const names = Object.keys(noPayments) as readonly (keyof PaymentTally)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as PaymentTally;
}
