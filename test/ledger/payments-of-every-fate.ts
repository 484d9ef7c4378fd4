import { v7 } from 'uuid';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId } from '../../src/kernel/ids.js';
import type { MoneyFact } from '../../src/ledger/money-fact.js';
import { PaymentLife } from './payment-life.js';

/** Payments that came to everything that a payment can come to. */
export const paymentsOfEveryFate = () => ({
  held: life('USD').make('authorize'),
  voided: life('USD').make('authorize').make('void'),
  reauthorized: life('USD').make('authorize', 9_000).make('expire').make('authorize', 9_000).make('capture all'),
  captured: life('USD').make('authorize', 9_000).make('capture some', 5_000),
  inTwoParts: life('JPY').make('authorize', 9_000).make('capture some and the rest later', 99).make('capture some', 99),
  settled: life('USD').make('authorize', 9_000).make('capture all').make('settle', 290).make('request a refund', 1_999),
  refunded: life('KWD')
    .make('authorize', 9_000)
    .make('capture all')
    .make('request a refund', 1_999)
    .make('confirm')
    .make('settle', 290)
    .make('settle a line'),
  refusedLate: life('USD')
    .make('authorize', 9_000)
    .make('capture all')
    .make('settle', 290)
    .make('request a refund', 1_999)
    .make('confirm')
    .make('fail late')
    .make('abandon'),
  disputed: life('USD').make('authorize', 9_000).make('capture all').make('dispute', 15),
  won: life('USD').make('authorize', 9_000).make('capture all').make('settle', 290).make('dispute', 15).make('win', 2),
  lost: life('EUR').make('authorize', 9_000).make('capture all').make('settle', 290).make('dispute', 15).make('lose'),
});

export type Fate = keyof ReturnType<typeof paymentsOfEveryFate>;

export const unexplainedLine = (): MoneyFact => ({
  ...{ type: 'LineUnexplained', orderId: null, operationId: OperationId(v7()), direction: 'in' },
  amount: { minor: 700n, currency: Currency('USD') },
});

const life = (currency: string) => new PaymentLife(Currency(currency));
