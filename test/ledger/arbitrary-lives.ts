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

const line = fc
  .tuple(currency, fc.bigInt(1n, 10_000n), fc.constantFrom('in' as const, 'out' as const))
  .map(([of, minor, direction]) => ({
    ...{ orderId: null, operationId: OperationId(v7()), direction },
    amount: { minor, currency: of },
  }));
const end = fc.constantFrom(
  [],
  [{ type: 'LineExplained' as const }],
  [{ type: 'LineAdjusted' as const, to: 'psp_fees' as const }],
);

/** Payout lines that belonged to nothing when they came, some of them dealt with since. */
export const unexplained: fc.Arbitrary<readonly MoneyFact[]> = fc
  .array(
    fc
      .tuple(line, end)
      .map(([of, ends]) =>
        [{ type: 'LineUnexplained' as const }, ...ends].map((said): MoneyFact => ({ ...of, ...said })),
      ),
    { maxLength: 3 },
  )
  .map((lines) => lines.flat());
