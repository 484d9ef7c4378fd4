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
    const enter = (kind: 'capture' | 'refund', currency: string, amount: bigint) => {
      books.enter({ kind, operation: operation(currency), amount, at: new Date(0) });
    };
    for (const amount of [most, 1n]) enter('capture', 'USD', amount);
    enter('capture', 'JPY', 2n);
    enter('refund', 'USD', 3n);
    expect(books.totals()).toEqual([
      { kind: 'capture', currency: 'USD', count: 2, amount: '9007199254740994' },
      { kind: 'capture', currency: 'JPY', count: 1, amount: '2' },
      { kind: 'refund', currency: 'USD', count: 1, amount: '3' },
    ]);
  });
});
