import fc from 'fast-check';
import { Currency } from '../../src/kernel/currency.js';
import { BasketId } from '../../src/kernel/ids.js';
import type { Caused } from '../../src/order/cause.js';
import { known, type Details } from '../../src/order/details.js';
import type { EarlyInput, OrderInput } from '../../src/order/input.js';
import { cause } from './order-life.js';

/** Every name and address that the generated claims hold, to look for where none may be. */
export const personal = ['Mai Tran', 'An Admin', 'mai.tran@example.test', 'admin@example.test'] as const;
const [mai, admin, maisMail, adminsMail] = personal;

const basket = (last: string) => BasketId(`019a9b5e-7c1c-7000-8000-0000000000${last}`);
const usd = (minor: bigint) => ({ minor, currency: Currency('USD') });

/** What a neighbour may say of an order: nothing, blanks, and different things at different times. */
export const claim: fc.Arbitrary<Details> = fc.record({
  fullName: fc.constantFrom(null, '   ', mai, mai, admin).map(known),
  email: fc.constantFrom(null, '', maisMail, maisMail, adminsMail).map(known),
  basketId: fc.constantFrom(null, basket('b1'), basket('b1'), basket('b2')),
  total: fc.constantFrom(null, usd(4_250n), usd(4_250n), usd(4_000n), { minor: 4_250n, currency: Currency('JPY') }),
});

const checkout: fc.Arbitrary<OrderInput> = claim.map((said) => ({ type: 'UserCheckedOut', claim: said }));

export const early: fc.Arbitrary<EarlyInput> = fc
  .tuple(
    fc.constantFrom<EarlyInput['type'][]>('BasketDeleted', 'BasketDeletedFailed', 'OrderCompleted', 'OrderCancelled'),
    claim,
  )
  .map(([type, said]) => ({ type, claim: said }));

/** Stale, current and future ones, as it comes. */
const timer: fc.Arbitrary<OrderInput> = fc.record({
  type: fc.constantFrom('TimeoutElapsed' as const, 'CheckoutWaitElapsed' as const),
  attempt: fc.nat(3),
});

const anything = fc.oneof(
  { weight: 2, arbitrary: checkout },
  { weight: 4, arbitrary: early },
  { weight: 4, arbitrary: timer },
);

// Basket stays silent: else hardly one order in a thousand would live to its last attempt.
const silence = fc.oneof(
  { weight: 2, arbitrary: checkout },
  { weight: 8, arbitrary: fc.nat(2).map((attempt): OrderInput => ({ type: 'TimeoutElapsed', attempt })) },
);

/** A first delivery, or one of an earlier message of the same order again. */
const deliveries = (body: fc.Arbitrary<OrderInput>) =>
  fc.array(
    fc.oneof({ weight: 4, arbitrary: fc.record({ body }) }, { weight: 1, arbitrary: fc.record({ again: fc.nat() }) }),
    { maxLength: 24, size: 'max' },
  );

/** The inputs of one order in order of arrival: any of the seven, any claims, duplicates. */
export const inputs: fc.Arbitrary<readonly Caused<OrderInput>[]> = fc
  .oneof({ weight: 4, arbitrary: deliveries(anything) }, { weight: 1, arbitrary: deliveries(silence) })
  .map((made) => {
    const arrived: Caused<OrderInput>[] = [];
    for (const one of made) {
      const earlier = 'again' in one ? arrived[one.again % arrived.length] : undefined;
      if (earlier !== undefined) arrived.push(earlier);
      else if ('body' in one) arrived.push({ body: one.body, cause: cause(`message ${String(arrived.length)}`) });
    }
    return arrived;
  });

export const causedBy = <T>(bodies: readonly T[], prefix: string): readonly Caused<T>[] =>
  bodies.map((one, index) => ({ body: one, cause: cause(`${prefix} ${String(index)}`) }));
