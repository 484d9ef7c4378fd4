import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import {
  answers,
  authorized,
  completed,
  days,
  done,
  last,
  live,
  looksUp,
  ok,
  placed,
  step,
  total,
  usd,
} from './payment-life.js';

const capturing = [...authorized, completed];

describe('P13, an authorization of something else than was asked for', () => {
  it.each([
    ['more', usd(9_999n)],
    ['another currency', { minor: total.minor, currency: Currency('EUR') }],
  ])('books nothing and calls people: %s', (_, amount) => {
    const life = live(placed(), answers(ok({ amount })));
    expect(life.status).toBe('NeedsReview');
    expect(life.state).toMatchObject({ review: { reason: 'AmountDiffers' } });
    expect(last(life)).toMatchObject({ verdict: null, announcements: [], sendings: [] });
    expect(step(life, completed).operations).toHaveLength(1);
    expect(step(life, { type: 'VoidRequested' }).status).toBe('Voiding');
    expect(step({ ...life, now: life.now + days(1) }, looksUp(done(), null)).status).toBe('Authorized');
  });
});

describe('P13, a capture of something else than was asked for', () => {
  it('books nothing until both sides say the same', () => {
    const life = live(...capturing, answers(ok({ amount: usd(9_999n) })));
    expect(life.state).toMatchObject({ stage: 'Capturing', review: { reason: 'AmountDiffers' } });
    expect(last(life).announcements).toEqual([]);
    expect(step(life, looksUp(done())).status).toBe('Captured');
  });
});

describe('P12, an amount that can’t be captured', () => {
  it.each([
    ['MoreThanAuthorized', usd(total.minor + 1n)],
    ['AmountNotPositive', usd(0n)],
    ['CurrencyDiffers', { minor: 1n, currency: Currency('EUR') }],
  ])('is refused without a call: %s', (refusal, amount) => {
    const life = live(...authorized, { type: 'CaptureRequested', amount });
    expect(last(life)).toMatchObject({ outcome: 'refused', refusal, events: [], sendings: [] });
  });
});
