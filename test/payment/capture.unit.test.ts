import { describe, expect, it } from '@jest/globals';
import type { PaymentInput } from '../../src/payment/input.js';
import {
  answers,
  authorized,
  cancelled,
  captured,
  completed,
  declined,
  done,
  effectOf,
  last,
  type Life,
  live,
  looksUp,
  minutes,
  notFound,
  ok,
  operation,
  pending,
  placed,
  rejected,
  step,
  total,
  unknown,
  usd,
} from './payment-life.js';

const capturing = [...authorized, completed];

const captureAsked = (minor: bigint): PaymentInput => ({ type: 'CaptureRequested', amount: usd(minor) });

const voidAsked: PaymentInput = { type: 'VoidRequested' };

const retryAsked: PaymentInput = { type: 'RetryRequested' };

const captureReported =
  (said = {}) =>
  (life: Life): PaymentInput => {
    const one = operation(life, 'capture');
    return { type: 'CaptureReported', operationId: one.operationId, effect: effectOf(one, said) };
  };

describe('a completed order', () => {
  it('is captured in full, finally, and says so', () => {
    const asked = live(...capturing);
    expect(operation(asked)).toMatchObject({ kind: 'capture', amount: total, final: true, attempt: 1 });
    const life = step(asked, answers(ok()));
    expect(life.status).toBe('Captured');
    expect(last(life).announcements).toEqual([{ type: 'PaymentCaptured', amount: total }]);
  });

  it('is captured once its authorization has come, however late that is', () => {
    const early = live(placed(), completed);
    expect(early.operations).toHaveLength(1);
    expect(operation(step(early, answers(ok()))).kind).toBe('capture');
  });

  it('is captured by an asynchronous gateway when the report comes', () => {
    const life = live(...capturing, answers(pending()));
    expect(life.status).toBe('Capturing');
    expect(last(life).lookUps).toHaveLength(1);
    expect(step(life, captureReported()).status).toBe('Captured');
  });
});

describe('a cancelled or failed order', () => {
  it.each(['OrderCancelled', 'OrderFailed'] as const)('gives its authorization back: %s', (type) => {
    const voiding = live(...authorized, { type });
    expect(voiding.status).toBe('Voiding');
    const life = step(voiding, answers(ok()));
    expect(life.status).toBe('Voided');
    expect(last(life).announcements).toEqual([{ type: 'PaymentVoided', amount: total }]);
  });

  it('waits for the authorization that is under way before it voids it', () => {
    const life = live(placed(), cancelled);
    expect(life.operations).toHaveLength(1);
    expect(operation(step(life, answers(ok()))).kind).toBe('void');
    expect(step(life, answers(declined('never'))).status).toBe('Declined');
    expect(last(step(life, answers(declined('never')))).verdict).toBeNull();
  });
});

describe('P9, a capture of a part', () => {
  it('is made by an operator, and releases the rest', () => {
    const asked = live(...authorized, captureAsked(1_000n));
    expect(operation(asked)).toMatchObject({ amount: usd(1_000n), final: true });
    const life = step(asked, answers(ok()));
    expect(life.status).toBe('PartiallyCaptured');
    expect(step(life, completed).operations).toHaveLength(2);
  });
});

describe('P10, a capture that is told twice', () => {
  it('is one capture when it is the same', () => {
    const life = live(...captured, captureReported());
    expect(last(life)).toMatchObject({
      outcome: 'ignored',
      events: [{ reason: 'AlreadyCaptured' }],
      announcements: [],
    });
  });

  it('calls people when it is another one', () => {
    const life = live(...captured, captureReported({ reference: 'a second one' }));
    expect(life.state).toMatchObject({ review: { reason: 'UnexpectedCapture' }, capture: { amount: total } });
    const refunding = step(life, { type: 'RefundRequested', amount: usd(1n) });
    expect(refunding.status).toBe('Refunding');
  });

  it('is looked up when the gateway rejects it as made already', () => {
    expect(live(...capturing, answers(rejected('already_captured')), looksUp(done())).status).toBe('Captured');
  });
});

describe('P19, a cancellation that races a capture', () => {
  it('loses when the order completed first', () => {
    const life = live(...capturing, cancelled);
    expect(last(life)).toMatchObject({ outcome: 'ignored', events: [{ reason: 'OrderAlreadyEnded' }] });
    expect(step(life, answers(ok())).status).toBe('Captured');
  });

  it('loses against nothing when it came first: nothing is captured', () => {
    const life = live(...authorized, cancelled, completed);
    expect(life.operations.map(({ kind }) => kind)).toEqual(['authorize', 'void']);
  });

  it('waits for an operator’s capture that has begun, and then refunds all of it', () => {
    const begun = live(...authorized, captureAsked(3_000n), cancelled);
    expect(begun.status).toBe('Capturing');
    expect(begun.operations).toHaveLength(2);
    const refunding = step(begun, answers(ok()));
    expect(operation(refunding)).toMatchObject({ kind: 'refund', amount: usd(3_000n) });
    expect(step(refunding, answers(ok())).status).toBe('Refunded');
  });

  it('voids instead when the capture comes to nothing', () => {
    const begun = [...authorized, captureAsked(3_000n), cancelled];
    expect(operation(live(...begun, answers(declined('later')))).kind).toBe('void');
    const lost = [...begun, answers(unknown), { wait: minutes(5) }];
    expect(operation(live(...lost, looksUp(notFound))).kind).toBe('void');
    expect(live(...lost, looksUp(done())).status).toBe('Refunding');
  });
});

describe('a capture that can’t be made', () => {
  it('is tried again while the decline is soft, and then left to people; the order stays complete', () => {
    const soft = answers(declined('later'));
    const life = live(...capturing, soft, soft);
    expect(operation(life)).toMatchObject({ kind: 'capture', attempt: 3 });
    expect(last(life).sendings).toMatchObject([{ afterMs: 3_600_000 }]);
    const given = step(life, soft);
    expect(given.state).toMatchObject({ stage: 'Authorized', review: { reason: 'CaptureFailed' } });
    expect(last(given)).toMatchObject({ verdict: null, announcements: [] });
    expect(step(given, retryAsked).status).toBe('Capturing');
    expect(step(step(given, captureAsked(1_000n)), answers(ok())).status).toBe('PartiallyCaptured');
    expect(step(given, voidAsked).status).toBe('Voiding');
  });

  it('is for people when the hold is gone, and a retry authorizes anew', () => {
    const life = live(...capturing, answers(rejected('already_voided')));
    expect(life.state).toMatchObject({ stage: 'Ended', review: { reason: 'NothingToCapture' } });
    const again = [retryAsked, answers(ok()), answers(ok())].reduce(step, life);
    expect(again.status).toBe('Captured');
  });

  it('calls people when the gateway takes it back after it was made', () => {
    const life = live(...captured, (so) => ({
      type: 'CaptureFailureReported',
      operationId: operation(so, 'capture').operationId,
      decline: declined('never'),
    }));
    expect(life.state).toMatchObject({ stage: 'Captured', review: { reason: 'CaptureFailed' } });
  });
});
