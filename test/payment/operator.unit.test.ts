import { describe, expect, it } from '@jest/globals';
import type { PaymentInput } from '../../src/payment/input.js';
import {
  answers,
  authorized,
  cancelled,
  captured,
  completed,
  elapses,
  last,
  lastTypes,
  live,
  looksUp,
  notFound,
  ok,
  operation,
  placed,
  step,
  unknown,
  usd,
} from './payment-life.js';

const capturing = [...authorized, completed];

const captureAsked = (minor: bigint): PaymentInput => ({ type: 'CaptureRequested', amount: usd(minor) });

const voidAsked: PaymentInput = { type: 'VoidRequested' };

const retryAsked: PaymentInput = { type: 'RetryRequested' };

describe('an operator', () => {
  it('voids an authorization that isn’t wanted', () => {
    const life = live(...authorized, voidAsked, answers(ok()));
    expect(life.status).toBe('Voided');
    expect(last(life).verdict).toBeNull();
  });

  it.each([
    ['NoPayment', []],
    ['PaymentNotNeeded', [placed(null, usd(0n))]],
    ['NotAuthorized', [placed(null)]],
    ['AuthorizationUnderWay', [placed()]],
    ['CaptureUnderWay', capturing],
    ['VoidUnderWay', [...authorized, cancelled]],
    ['AlreadyCaptured', captured],
    ['AlreadyEnded', [placed(null), elapses]],
  ] as const)('hears why nothing can be captured or voided: %s', (refusal, before) => {
    for (const command of [captureAsked(1n), voidAsked])
      expect(last(live(...before, command))).toMatchObject({ outcome: 'refused', refusal, events: [] });
  });

  it('has an open operation looked up at once, beside the schedule', () => {
    const life = live(...capturing, answers(unknown), { type: 'LookUpRequested' });
    expect(last(life).lookUps).toEqual([{ operationId: operation(life).operationId, number: null, afterMs: 0 }]);
    expect(lastTypes(step(life, looksUp(notFound, null)))).toEqual(['InputIgnored']);
    expect(last(live(...captured, { type: 'LookUpRequested' })).refusal).toBe('NothingToLookUp');
    expect(last(live(...captured, retryAsked)).refusal).toBe('NothingToRetry');
  });
});
