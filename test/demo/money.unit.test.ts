import { describe, expect, it } from '@jest/globals';
import type { GatewayTotal } from '../../demo/gateway.js';
import type { Position, Restless, Standing } from '../../demo/ledger-api.js';
import { Money } from '../../demo/money.js';

const total = (kind: string, count: number, amount: string, currency = 'USD'): GatewayTotal => {
  return { kind, currency, count, amount };
};
/** 3.00 on hold, 5.50 captured, 4.50 owed. */
const totals = [
  total('authorize', 4, '1000'),
  total('capture', 2, '550'),
  total('void', 1, '100'),
  total('release', 1, '20'),
  total('expire', 1, '30'),
  total('refund', 2, '150'),
  total('refund_failed', 1, '50'),
  total('authorize', 1, '77', 'EUR'),
];
const same: Position = { held: 300n, captured: 550n, owed: 450n };
const calm: Restless = { count: 0, some: [] };
const busy: Restless = { count: 1, some: ['order o-1 is CAPTURING'] };
const never = new AbortController().signal;

/** Money over a ledger that says one thing after the other, and the last one from then on. */
async function moneyOver(then: readonly Standing[], before: Position = { held: 0n, captured: 0n, owed: 0n }) {
  const left = [{ position: before, restless: calm }, ...then];
  const standing = () => {
    const [next] = left.length > 1 ? left.splice(0, 1) : left;
    return next === undefined ? Promise.reject(new Error('It says nothing')) : Promise.resolve(next);
  };
  const money = await Money.open({ totals: () => Promise.resolve(totals) }, { standing });
  return { money, left };
}

describe('the two books of the demo', () => {
  it('add up what the gateway did, in the currency of the demo', async () => {
    const { money } = await moneyOver([{ position: same, restless: calm }]);
    const { books } = await money.comeToRest({ completed: 2, givenUp: never });
    expect(books.moved).toEqual({
      authorized: { count: 4, amount: 1000n },
      captured: { count: 2, amount: 550n },
      voided: { count: 1, amount: 100n },
    });
    expect(books.gateway).toEqual(same);
  });

  it('are right where they say the same of this run, whatever was there before', async () => {
    const before = { held: 7n, captured: 11n, owed: 13n };
    const position = { held: 307n, captured: 561n, owed: 463n };
    const { money } = await moneyOver([{ position, restless: calm }], before);
    expect(await money.comeToRest({ completed: 2, givenUp: never })).toMatchObject({
      verdict: 'right',
      books: { ledger: same },
    });
  });

  it('are compared once no payment is under way any more', async () => {
    const behind = { position: { ...same, captured: 0n }, restless: busy };
    const { money, left } = await moneyOver([
      behind,
      { position: same, restless: busy },
      { position: same, restless: calm },
    ]);
    expect(await money.comeToRest({ completed: 2, givenUp: never })).toMatchObject({ verdict: 'right' });
    expect(left).toHaveLength(1);
  });

  it.each(['held', 'captured', 'owed'] as const)('are wrong where they say something else of %s', async (what) => {
    const { money } = await moneyOver([{ position: { ...same, [what]: same[what] + 1n }, restless: calm }]);
    expect(await money.comeToRest({ completed: 2, givenUp: never, patienceMs: 1 })).toMatchObject({ verdict: 'wrong' });
  });

  it('are wrong where a payment never comes to rest', async () => {
    const { money } = await moneyOver([{ position: same, restless: busy }]);
    expect(await money.comeToRest({ completed: 2, givenUp: never, patienceMs: 1 })).toMatchObject({
      verdict: 'wrong',
      books: { restless: busy },
    });
  });

  it('are wrong where fewer payments were captured than orders completed', async () => {
    const { money } = await moneyOver([{ position: same, restless: calm }]);
    expect(await money.comeToRest({ completed: 3, givenUp: never, patienceMs: 1 })).toMatchObject({ verdict: 'wrong' });
  });

  it('are not compared where nobody waits for that', async () => {
    const { money } = await moneyOver([{ position: same, restless: busy }]);
    expect(await money.comeToRest({ completed: 2, givenUp: AbortSignal.abort() })).toMatchObject({
      verdict: 'not compared',
    });
  });

  it('are read for the screen once a second at most', async () => {
    const { money, left } = await moneyOver([
      { position: same, restless: busy },
      { position: same, restless: calm },
    ]);
    expect(await money.look()).toEqual(await money.look());
    expect(left).toHaveLength(1);
  });
});
