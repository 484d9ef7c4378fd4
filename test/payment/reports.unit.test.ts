import { describe, expect, it } from '@jest/globals';
import type { PaymentInput } from '../../src/payment/input.js';
import {
  answers,
  authorized,
  cancelled,
  captured,
  completed,
  effectOf,
  last,
  lastTypes,
  type Life,
  live,
  ok,
  operation,
  placed,
  step,
  total,
  usd,
} from './payment-life.js';

const capturing = [...authorized, completed];

const retryAsked: PaymentInput = { type: 'RetryRequested' };

describe('P16, reports that are late, early or out of order', () => {
  const reported =
    (said = {}) =>
    (life: Life): PaymentInput => {
      const one = operation(life, 'authorize');
      return { type: 'AuthorizationReported', operationId: one.operationId, effect: effectOf(one, said) };
    };

  it('count when they come before the answer, which is then no news', () => {
    const life = live(placed(), reported());
    expect(life.status).toBe('Authorized');
    expect(lastTypes(step(life, answers(ok())))).toEqual(['InputIgnored']);
  });

  it('never lead back: an authorization reported again is ignored wherever the payment has got to', () => {
    const gone = [...authorized, cancelled, answers(ok())];
    for (const before of [authorized, capturing, captured, [...authorized, cancelled], gone]) {
      const life = live(...before);
      const after = step(life, reported());
      expect(after.state).toEqual(life.state);
      expect(last(after).outcome).toBe('ignored');
    }
  });

  it('lead on: a capture that overtakes everything counts', () => {
    const effect = { reference: 'a capture', amount: total };
    const early: PaymentInput = { type: 'CaptureReported', operationId: null, effect };
    expect(live(placed(), early).status).toBe('Captured');
    expect(live(...authorized, cancelled, early).status).toBe('Refunding');
    expect(live(...authorized, cancelled, answers(ok()), early).status).toBe('Refunding');
  });

  it('call people when they tell of more money than there can be', () => {
    const effect = { reference: 'a capture', amount: usd(9_999n) };
    const life = live(...authorized, { type: 'CaptureReported', operationId: null, effect });
    expect(life.state).toMatchObject({ stage: 'Authorized', review: { reason: 'UnexpectedCapture' } });
    const second = live(...authorized, reported({ reference: 'a second hold' }), completed);
    expect(second.state).toMatchObject({ stage: 'Authorized', review: { reason: 'UnexpectedAuthorization' } });
    expect(step(second, retryAsked).status).toBe('Capturing');
  });

  it('of money that nobody expected stay under review whatever else comes, and nothing is taken for a dead order', () => {
    const second = live(...authorized, reported({ reference: 'a second hold' }), cancelled);
    expect(second.status).toBe('NeedsReview');
    const asked = step(second, { type: 'CaptureRequested', amount: total });
    expect(last(asked).refusal).toBe('OrderEnded');
    const effect = { reference: 'a capture', amount: total };
    const found = step(second, { type: 'CaptureReported', operationId: null, effect });
    expect(found.state).toMatchObject({ stage: 'Captured', review: { reason: 'UnexpectedAuthorization' } });
    expect(step(found, retryAsked).status).toBe('Refunding');
  });

  it('tell of a hold that somebody else let go', () => {
    const life = live(...authorized, { type: 'VoidReported', authorization: 'made by op 0', how: 'voided' });
    expect(life.status).toBe('Voided');
    expect(live(...captured, { type: 'VoidReported', authorization: 'made by op 0', how: 'voided' }).status).toBe(
      'Captured',
    );
  });

  it('tell of a hold whose time is over: once more with a new one, as long as the order is placed', () => {
    const expired: PaymentInput = { type: 'VoidReported', authorization: 'made by op 0', how: 'expired' };
    expect(live(...authorized, expired).state).toMatchObject({ stage: 'Authorizing', renewals: 1 });
    expect(live(...authorized, cancelled, expired).status).toBe('Voided');
  });
});
