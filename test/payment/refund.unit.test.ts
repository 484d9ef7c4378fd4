import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId } from '../../src/kernel/ids.js';
import type { PaymentInput } from '../../src/payment/input.js';
import {
  answers,
  authorized,
  captured,
  completed,
  declined,
  effectOf,
  last,
  lastTypes,
  type Life,
  live,
  looksUp,
  done,
  notAttempted,
  ok,
  operation,
  pending,
  refundAsked,
  rejected,
  step,
  total,
  unknown,
  usd,
} from './payment-life.js';

const failureReported = (life: Life): PaymentInput => ({
  type: 'RefundFailureReported',
  operationId: operation(life, 'refund').operationId,
});
const refundReported = (life: Life): PaymentInput => ({
  type: 'RefundReported',
  operationId: operation(life, 'refund').operationId,
  effect: effectOf(operation(life, 'refund')),
});
const retryAsked: PaymentInput = { type: 'RetryRequested' };
const cancelledAfterCapture = [
  ...authorized,
  { type: 'CaptureRequested', amount: total } as const,
  { type: 'OrderCancelled' } as const,
  answers(ok()),
];

describe('a refund', () => {
  it('is reserved before the gateway is asked, so that no other can promise the same money', () => {
    const life = live(...captured, refundAsked(3_000n));
    expect(life.status).toBe('Refunding');
    expect(last(step(life, refundAsked(1_251n))).refusal).toBe('MoreThanRefundable');
    expect(step(life, refundAsked(1_250n)).operations.filter(({ kind }) => kind === 'refund')).toHaveLength(2);
  });

  it('may be one of several at once, up to the whole capture', () => {
    const both = live(...captured, refundAsked(3_000n), refundAsked(1_250n), answers(ok(), 'refund', 0));
    expect(both.status).toBe('Refunding');
    const life = step(both, answers(ok(), 'refund', 1));
    expect(life.status).toBe('Refunded');
    expect(last(life).announcements).toEqual([{ type: 'PaymentRefunded', amount: usd(1_250n) }]);
    expect(last(step(life, refundAsked(1n))).refusal).toBe('MoreThanRefundable');
  });

  it('of a part leaves the rest', () => {
    expect(live(...captured, refundAsked(1n), answers(ok())).status).toBe('PartiallyRefunded');
  });

  it('of something that can’t be refunded is refused', () => {
    expect(last(live(...captured, refundAsked(0n))).refusal).toBe('AmountNotPositive');
    const euros = { minor: 1n, currency: Currency('EUR') };
    expect(last(live(...captured, { type: 'RefundRequested', amount: euros })).refusal).toBe('CurrencyDiffers');
    expect(last(live(...authorized, refundAsked(1n))).refusal).toBe('NothingCaptured');
  });

  it('that is pending is looked up, and counts when it is reported', () => {
    const life = live(...captured, refundAsked(1n), answers(pending()));
    expect(last(life).lookUps).toHaveLength(1);
    expect(step(life, refundReported).status).toBe('PartiallyRefunded');
  });

  it('whose outcome isn’t known keeps its reservation, and lets no other begin', () => {
    const life = live(...captured, refundAsked(1_000n), answers(unknown));
    expect(life.status).toBe('Unknown');
    expect(last(step(life, refundAsked(1n))).refusal).toBe('OutcomeUnknown');
    expect(step(life, looksUp(done())).status).toBe('PartiallyRefunded');
  });

  it('lets the outcome of another one in while its own isn’t known, but starts no new attempt of it', () => {
    const both = [...captured, refundAsked(1_000n), refundAsked(2_000n), answers(unknown, 'refund', 1)];
    const first = live(...both, answers(ok(), 'refund', 0));
    expect(first.status).toBe('Unknown');
    expect(last(first).announcements).toHaveLength(1);
    expect(last(live(...both, answers(declined('later'), 'refund', 0))).sendings).toEqual([]);
  });

  it('is looked up when the gateway says that it was made already', () => {
    expect(live(...captured, refundAsked(1n), answers(rejected('already_refunded'))).status).toBe('Unknown');
  });

  it('of another amount than was asked for stays reserved, and calls people: P13', () => {
    const life = live(...captured, refundAsked(1_000n), answers(ok({ amount: usd(1_001n) })));
    expect(life.state).toMatchObject({ review: { reason: 'AmountDiffers' } });
    expect(last(life).announcements).toEqual([]);
  });
});

describe('P14, a refund that fails', () => {
  it('is tried again while the decline is soft, in its own place', () => {
    const soft = answers(declined('later'));
    const life = live(...captured, refundAsked(total.minor), soft, soft);
    expect(operation(life)).toMatchObject({ kind: 'refund', attempt: 3, amount: total });
    expect(life.state).toMatchObject({ refunds: [{ declines: 2 }] });
    expect(step(life, soft).status).toBe('RefundFailed');
  });

  it.each([
    ['a hard decline', declined('never')],
    ['a rejection', rejected('amount_too_large')],
  ])('frees what it reserved, and an operator may try it again: %s', (_, outcome) => {
    const life = live(...captured, refundAsked(4_000n), answers(outcome));
    expect(life.status).toBe('RefundFailed');
    const again = step(life, retryAsked);
    expect(operation(again)).toMatchObject({ kind: 'refund', attempt: 2, amount: usd(4_000n) });
    expect(step(again, answers(ok())).status).toBe('PartiallyRefunded');
    const taken = step(step(life, refundAsked(1_000n)), answers(ok(), 'refund'));
    expect(last(step(taken, retryAsked)).refusal).toBe('MoreThanRefundable');
  });

  it('after it hasn’t reached the gateway for too long', () => {
    const unreached = answers(notAttempted);
    expect(live(...captured, refundAsked(1n), unreached, unreached, unreached).status).toBe('RefundFailed');
  });
});

describe('P15, a refund that fails after it succeeded', () => {
  const late = [...captured, refundAsked(total.minor), answers(ok()), failureReported];

  it('is still owed: only a retry gives it back, and nobody else may be promised it', () => {
    const anew = live(...late, refundAsked(1n));
    expect(last(anew).refusal).toBe('MoreThanRefundable');
    expect(live(...late, { type: 'RetryRequested' }).status).toBe('Refunding');
    const part = [...captured, refundAsked(1_000n), answers(ok()), failureReported];
    expect(last(live(...part, refundAsked(total.minor - 1_000n))).refusal).toBeNull();
    expect(last(live(...part, refundAsked(total.minor))).refusal).toBe('MoreThanRefundable');
  });

  it('opens the payment again, and its money can be refunded once more', () => {
    const life = live(...late);
    expect(life.status).toBe('RefundFailed');
    expect(lastTypes(life)).toEqual(['RefundFailed']);
    expect(step(life, retryAsked).status).toBe('Refunding');
    expect(step(step(life, retryAsked), answers(ok())).status).toBe('Refunded');
  });

  it('is the last word: a success that is told again afterwards undoes nothing', () => {
    for (const again of [refundReported, failureReported]) {
      const life = step(live(...late), again);
      expect(life.status).toBe('RefundFailed');
      expect(last(life)).toMatchObject({ events: [{ reason: 'RefundAlreadyFailed' }] });
    }
  });

  it('waits for an operator, also when the order was cancelled', () => {
    const life = live(...cancelledAfterCapture, answers(ok()), failureReported);
    expect(life.status).toBe('RefundFailed');
    expect(last(life).sendings).toEqual([]);
  });
});

describe('an order that is cancelled after an operator’s capture', () => {
  it('gets back what isn’t on its way already', () => {
    const before = [...authorized, { type: 'CaptureRequested', amount: total } as const, answers(ok())];
    const life = live(...before, refundAsked(1_000n), { type: 'OrderCancelled' });
    expect(operation(life)).toMatchObject({ kind: 'refund', amount: usd(3_250n) });
    expect(step(step(life, answers(ok(), 'refund', 0)), answers(ok(), 'refund', 1)).status).toBe('Refunded');
  });
});

describe('a cancellation while a refund’s outcome isn’t known', () => {
  it('gives the rest back only when it is', () => {
    const before = [...authorized, { type: 'CaptureRequested', amount: total } as const, answers(ok())];
    const life = live(...before, refundAsked(1_000n), answers(unknown), { type: 'OrderCancelled' });
    expect(last(life).sendings).toEqual([]);
    expect(operation(step(life, looksUp(done())))).toMatchObject({ kind: 'refund', amount: usd(3_250n) });
  });
});

describe('P18, a payout line', () => {
  const line = (gross: bigint): PaymentInput => ({
    ...{ type: 'SettlementMatched', payout: 'payout 7', gross: usd(gross), fee: usd(150n) },
  });

  it('settles the capture, once, and nothing else does', () => {
    const life = live(...captured, line(total.minor));
    expect(life.status).toBe('Settled');
    expect(last(life).announcements).toEqual([{ type: 'PaymentSettled', amount: total }]);
    expect(last(step(life, line(total.minor)))).toMatchObject({ events: [{ reason: 'AlreadySettled' }] });
  });

  it('of another amount settles nothing', () => {
    expect(last(live(...captured, line(1n)))).toMatchObject({ events: [{ reason: 'SettlementDiffers' }] });
    expect(last(live(...authorized, completed, line(1n)))).toMatchObject({ events: [{ reason: 'NothingCaptured' }] });
  });

  it('deducts a refund once, and brings one that failed back once', () => {
    const refunded = live(...captured, refundAsked(1_000n), answers(ok()));
    const [refund] = refunded.state.stage === 'Captured' ? refunded.state.refunds : [];
    const operationId = refund?.operation.operationId ?? OperationId('none');
    const of = (direction: 'out' | 'in', minor = 1_000n): PaymentInput => ({
      ...{ type: 'RefundSettlementMatched', operationId, payout: 'payout 8', direction, amount: usd(minor) },
    });
    const out = step(refunded, of('out'));
    expect(last(out).events).toMatchObject([{ type: 'RefundSettled', direction: 'out' }]);
    expect(last(step(out, of('out')))).toMatchObject({ events: [{ reason: 'AlreadySettled' }] });
    expect(last(step(refunded, of('in')))).toMatchObject({ events: [{ reason: 'AlreadySettled' }] });
    expect(last(step(refunded, of('out', 999n)))).toMatchObject({ events: [{ reason: 'SettlementDiffers' }] });
    expect(last(step(out, of('in'))).events).toMatchObject([{ type: 'RefundSettled', direction: 'in' }]);
    expect(last(live(...captured, of('out')))).toMatchObject({ events: [{ reason: 'UnknownRefund' }] });
  });

  it('leaves the payment refundable', () => {
    expect(live(...captured, line(total.minor), refundAsked(1n)).status).toBe('Refunding');
  });
});
