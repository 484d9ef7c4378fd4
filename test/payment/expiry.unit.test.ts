import { describe, expect, it } from '@jest/globals';
import {
  answers,
  authorized,
  cancelled,
  captureBefore,
  completed,
  days,
  elapses,
  last,
  live,
  ok,
  operation,
  placed,
  rejected,
  step,
  total,
} from './payment-life.js';

describe('P11, an authorization that ends before its capture', () => {
  it('is renewed once: let go before its end, then asked for anew', () => {
    const voiding = live(...authorized, elapses);
    expect(operation(voiding).kind).toBe('void');
    const renewed = step(voiding, answers(ok()));
    expect(renewed.status).toBe('Authorizing');
    expect(operation(renewed)).toMatchObject({ kind: 'authorize', attempt: 2, amount: total });
    const expired = [answers(ok()), elapses, answers(ok())].reduce(step, renewed);
    expect(expired.status).toBe('Expired');
    expect(last(expired)).toMatchObject({ verdict: null, announcements: [{ type: 'PaymentVoided', amount: total }] });
    expect(step(expired, completed).status).toBe('NeedsReview');
  });

  it('isn’t renewed for an order that was cancelled meanwhile', () => {
    const life = live(...authorized, elapses, cancelled, answers(ok()));
    expect(life.status).toBe('Voided');
    expect(last(life).announcements).toEqual([{ type: 'PaymentVoided', amount: total }]);
  });

  it('isn’t renewed when nobody has told its method', () => {
    const effect = { reference: 'a hold', amount: total, captureBefore };
    const life = live(placed(null), { type: 'AuthorizationReported', operationId: null, effect }, elapses);
    expect(step(life, answers(ok())).status).toBe('Expired');
  });

  it('is renewed as well when only the capture finds it gone, and then captured', () => {
    const life = live(...authorized, completed, answers(rejected('expired')));
    expect(operation(life)).toMatchObject({ kind: 'authorize', attempt: 2 });
    expect([answers(ok()), answers(ok())].reduce(step, life).status).toBe('Captured');
  });

  it('acts on the deadline of its own attempt only', () => {
    const stale = live(...authorized, elapses, answers(ok()), answers(ok()), {
      type: 'DeadlineElapsed',
      deadline: { kind: 'expiry', attempt: 1 },
    });
    expect(stale.status).toBe('Authorized');
    expect(last(stale)).toMatchObject({ events: [{ reason: 'StaleDeadline' }] });
  });
});

describe('a hold that has been renewed', () => {
  it('ignores what is told of its predecessor', () => {
    const renewed = live(...authorized, elapses, answers(ok()), answers(ok()), { wait: days(1) });
    const old = step(renewed, { type: 'VoidReported', authorization: 'made by op 0', how: 'voided' });
    expect(old.status).toBe('Authorized');
    expect(last(old)).toMatchObject({ events: [{ reason: 'AlreadyReleased' }] });
  });
});
