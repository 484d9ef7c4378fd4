import { describe, expect, it } from '@jest/globals';
import { Books } from '../../demo/gateway/books.js';
import type { Operation } from '../../demo/gateway/operation.js';

const operation = (currency: string): Operation => ({
  id: 'cap_1',
  parent: null,
  madeAt: new Date(0),
  key: 'k',
  order: 'o',
  attempt: 1,
  kind: 'capture',
  status: 'succeeded',
  amount: 5n,
  currency,
  captureBefore: null,
  fee: null,
  action: null,
  code: null,
});

describe('the books of the simulated gateway', () => {
  it('add up by kind and currency, beyond what a double holds', () => {
    const books = new Books();
    const most = 9_007_199_254_740_993n;
    for (const amount of [most, 1n]) books.enter('capture', operation('USD'), amount, new Date(0));
    books.enter('capture', operation('JPY'), 2n, new Date(0));
    books.enter('refund', operation('USD'), 3n, new Date(0));
    expect(books.totals()).toEqual([
      { kind: 'capture', currency: 'USD', count: 2, amount: '9007199254740994' },
      { kind: 'capture', currency: 'JPY', count: 1, amount: '2' },
      { kind: 'refund', currency: 'USD', count: 1, amount: '3' },
    ]);
  });
});
