import fc from 'fast-check';
import { v7 } from 'uuid';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId } from '../../src/kernel/ids.js';
import type { MoneyFact } from '../../src/ledger/money-fact.js';
import { PaymentLife } from './payment-life.js';

const currency = fc.constantFrom(Currency('USD'), Currency('JPY'), Currency('KWD'));

/** Payments in several currencies, each of as many legal moves as it comes to. */
export const lives: fc.Arbitrary<readonly PaymentLife[]> = fc.array(
  fc.tuple(currency, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 40, size: 'max' })).map(([of, steps]) => {
    const life = new PaymentLife(of);
    for (const [choice, share] of steps) life.step(choice, share);
    return life;
  }),
  { maxLength: 4, size: 'max' },
);

/** Payout lines that belong to nothing. */
export const unexplained: fc.Arbitrary<readonly MoneyFact[]> = fc.array(
  fc
    .tuple(currency, fc.bigInt(1n, 10_000n), fc.constantFrom('in' as const, 'out' as const))
    .map(([of, minor, direction]) => ({
      ...{ type: 'LineUnexplained' as const, orderId: null, operationId: OperationId(v7()), direction },
      amount: { minor, currency: of },
    })),
  { maxLength: 3 },
);
