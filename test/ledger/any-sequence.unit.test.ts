import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf } from '../../src/ledger/entry.js';
import { Books } from './books.js';
import { lives, unexplained } from './arbitrary-lives.js';
import type { Amounts, PaymentLife } from './payment-life.js';

const runs = { numRuns: 300 };

const sum = (of: readonly PaymentLife[], what: keyof Amounts): bigint =>
  of.reduce((so, { amounts }) => so + amounts[what], 0n);

const booksOf = (of: readonly PaymentLife[]): Books => {
  const books = new Books();
  for (const { facts } of of) for (const fact of facts) books.write(entriesOf(fact));
  return books;
};

/** Of each payment alone, and of what belongs to none, after each fact. */
const never = (wrong: (books: Books) => readonly unknown[]) => {
  fc.assert(
    fc.property(lives, unexplained, (payments, lines) => {
      for (const facts of [...payments.map((life) => life.facts), lines]) {
        const books = new Books();
        const found = facts.flatMap((fact) => {
          books.write(entriesOf(fact));
          return wrong(books);
        });
        expect(found).toEqual([]);
      }
    }),
    runs,
  );
};

describe('the ledger, whatever legal facts come', () => {
  it('is balanced per currency, pending and posted, after every fact', () => {
    never((books) =>
      [...books.currencies]
        .flatMap((currency) => [books.difference(currency, 'posted'), books.difference(currency, 'pending')])
        .filter((difference) => difference !== 0n),
    );
  });

  it('never gives back more than a hold holds, and owes no refund and no income below zero', () => {
    const accounts = ['deferred_revenue', 'refunds_payable', 'chargebacks'] as const;
    never((books) => {
      const balances = [...books.currencies].flatMap((of) => accounts.map((account) => books.balance(of, account)));
      return [...books.holds.values(), ...balances].filter((held) => held < 0n);
    });
  });

  it('says of the gateway that it owes what was captured, less what was settled, refunded and charged back', () => {
    fc.assert(
      fc.property(lives, (payments) => {
        const books = booksOf(payments);
        for (const currency of books.currencies) {
          const ours = payments.filter((life) => life.currency === currency);
          expect(books.balance(currency, 'psp_clearing')).toBe(
            sum(ours, 'captured') - sum(ours, 'settled') - sum(ours, 'refunded') - sum(ours, 'chargedBack'),
          );
          expect(books.balance(currency, 'refunds_payable')).toBe(sum(ours, 'refunding'));
          expect(books.balance(currency, 'auth_hold_asset', 'pending')).toBe(sum(ours, 'held'));
          expect(books.balance(currency, 'auth_hold_contra')).toBe(sum(ours, 'captured'));
        }
      }),
      runs,
    );
  });

  it('is closed once every payout line is there: the gateway owes nothing, and no income is deferred', () => {
    fc.assert(
      fc.property(lives, (payments) => {
        for (const life of payments) life.settleAll();
        const books = booksOf(payments);
        for (const currency of books.currencies) {
          expect(books.balance(currency, 'psp_clearing')).toBe(0n);
          expect(books.balance(currency, 'deferred_revenue')).toBe(0n);
        }
      }),
      runs,
    );
  });
});

describe('the generated payments', () => {
  it('come to every fact that money can come to', () => {
    const facts = fc
      .sample(lives, { numRuns: 300, seed: 1 })
      .flatMap((payments) => payments.flatMap((life) => life.facts));
    expect(new Set(facts.map(({ type }) => type)).size).toBe(14);
  });
});
