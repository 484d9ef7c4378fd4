import { describe, expect, it } from '@jest/globals';
import {
  action,
  answers,
  authorized,
  cancelled,
  captureBefore,
  card,
  completed,
  declined,
  elapses,
  failed,
  last,
  lastTypes,
  live,
  minutes,
  notAttempted,
  ok,
  operation,
  pending,
  placed,
  policy,
  rejected,
  step,
  total,
  usd,
} from './payment-life.js';

describe('a placed order', () => {
  it('is authorized at once for its total, with the method of the checkout', () => {
    const life = live(placed());
    expect(life.status).toBe('Authorizing');
    expect(last(life).sendings).toEqual([
      {
        operation: expect.objectContaining({ kind: 'authorize', amount: total, method: card, attempt: 1 }),
        afterMs: 0,
      },
    ]);
  });

  it('needs no payment when it costs nothing, whatever comes', () => {
    const life = live(placed(card, usd(0n)), completed, { type: 'MethodGiven', method: card });
    expect(life.status).toBe('NotNeeded');
    expect(life.operations).toEqual([]);
  });

  it('is authorized when its total comes later, with the method of the checkout', () => {
    const life = live(placed(card, usd(0n)), placed(null));
    expect(life.status).toBe('Authorizing');
    expect(last(life).sendings).toEqual([
      { operation: expect.objectContaining({ kind: 'authorize', amount: total, method: card }), afterMs: 0 },
    ]);
    const other = { token: 'tok_other' };
    expect(operation(live(placed(card, usd(0n)), placed(other)))).toMatchObject({ method: other });
    expect(live(placed(null, usd(0n)), placed(null)).status).toBe('RequiresMethod');
  });

  it('isn’t asked for a total that comes after its end', () => {
    const life = live(placed(card, usd(0n)), cancelled, placed(null));
    expect([life.status, lastTypes(life), life.operations]).toEqual(['NotNeeded', ['InputIgnored'], []]);
  });

  it('waits for a method until the deadline, which leaves the order alone', () => {
    const waiting = live(placed(null));
    expect(waiting.status).toBe('RequiresMethod');
    expect(last(waiting).wake).toEqual({
      ...{ kind: 'set', deadline: { kind: 'method', attempt: 0 }, due: { afterMs: policy.methodDeadlineMs } },
    });
    const missed = step(waiting, elapses);
    expect(missed.status).toBe('Expired');
    expect(last(missed)).toMatchObject({ verdict: null, sendings: [], wake: { kind: 'clear' } });
  });

  it('is authorized when its method comes later, even after the deadline', () => {
    const given = { type: 'MethodGiven', method: card } as const;
    expect(live(placed(null), given).status).toBe('Authorizing');
    expect(live(placed(null), elapses, given).status).toBe('Authorizing');
  });

  it('tells that it is authorized, and watches the end of the authorization', () => {
    const life = live(...authorized);
    expect(life.status).toBe('Authorized');
    expect(last(life)).toMatchObject({
      verdict: null,
      announcements: [{ type: 'PaymentAuthorized', amount: total }],
      wake: { kind: 'set', due: { at: new Date(captureBefore.getTime() - policy.expiryMarginMs) } },
    });
  });
});

describe('P1, a hard decline', () => {
  it.each(['never', 'other_method'] as const)('fails a placed order: %s', (retry) => {
    const life = live(placed(), answers(declined(retry, 'lost_or_stolen')));
    expect(life.status).toBe('Declined');
    expect(last(life)).toMatchObject({
      verdict: 'order-fails',
      announcements: [{ type: 'PaymentDeclined', amount: total, code: 'lost_or_stolen' }],
      sendings: [],
    });
  });

  it('stays declined when the order fails of it', () => {
    const life = live(placed(), answers(declined('never')), failed);
    expect(life.status).toBe('Declined');
    expect(last(life)).toMatchObject({ verdict: null, sendings: [] });
  });

  it('doesn’t fail an order that has completed meanwhile: people have to get its money', () => {
    const life = live(placed(), completed, answers(declined('never')));
    expect(life.status).toBe('NeedsReview');
    expect(last(life).verdict).toBeNull();
    const paid = step(life, { type: 'MethodGiven', method: card });
    expect(paid.status).toBe('Authorizing');
    expect(step(step(paid, answers(ok())), answers(ok())).status).toBe('Captured');
  });
});

describe('P2, a soft decline', () => {
  const soft = answers(declined('later', 'insufficient_funds'));

  it('is tried again after a while, as a new attempt under a new id', () => {
    const waiting = live(placed(), soft);
    expect(waiting.status).toBe('Authorizing');
    expect(last(waiting)).toMatchObject({
      verdict: null,
      sendings: [],
      announcements: [],
      wake: { deadline: { kind: 'retry', attempt: 1 }, due: { afterMs: minutes(1) } },
    });
    const again = step(waiting, elapses);
    expect(again.operations.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(again.operations.map(({ operationId }) => operationId)).size).toBe(2);
  });

  it('is hard after the last wait', () => {
    const life = live(placed(), soft, elapses, soft, elapses);
    expect(last(step(life, soft)).verdict).toBe('order-fails');
    expect(last(life).verdict).toBeNull();
  });

  it('leaves nothing to try when the order is cancelled during the wait', () => {
    const life = live(placed(), soft, cancelled);
    expect(life.status).toBe('Voided');
    expect(lastTypes(step(life, elapses))).toEqual(['InputIgnored']);
  });
});

describe('P3, an action of the customer', () => {
  const parked = [placed(), answers(pending({ action }))];

  it('has nothing to void where the issuer declined while its order was cancelled', () => {
    const life = live(...parked, cancelled, answers(rejected('unknown_reference')));
    expect(life.status).toBe('Voided');
    expect(live(...authorized, cancelled, answers(rejected('unknown_reference'))).status).toBe('NeedsReview');
  });

  it('is waited for until its deadline, and looked up once it is done', () => {
    const life = live(...parked);
    expect(life.status).toBe('RequiresAction');
    expect(last(life)).toMatchObject({ lookUps: [], wake: { deadline: { kind: 'action' } } });
    const acted = step(life, { type: 'ActionCompleted', operationId: operation(life).operationId });
    expect(acted.status).toBe('Authorizing');
    expect(last(acted)).toMatchObject({ lookUps: [{ number: 0, afterMs: 5_000 }], wake: { kind: 'clear' } });
  });

  it('lets go of the authorization when it is late, without failing the order', () => {
    const life = live(...parked, elapses);
    expect(operation(life)).toMatchObject({ kind: 'void', authorization: 'pending at the gateway' });
    expect(last(life).verdict).toBeNull();
    const gone = step(life, answers(ok()));
    expect(gone.status).toBe('Expired');
    // Nobody heard of an authorization, so nobody hears that it is gone.
    expect(last(gone).announcements).toEqual([]);
  });

  it('isn’t waited for when the order is cancelled', () => {
    const life = live(...parked, cancelled);
    expect(life.status).toBe('Voiding');
    expect(step(life, answers(ok())).status).toBe('Voided');
  });
});

describe('P4, an authorization that never reached the gateway', () => {
  const unreached = answers(notAttempted);

  it('is sent again under the same id, then left to people, and the order stays', () => {
    const twice = live(placed(), unreached, unreached);
    expect(last(twice).sendings).toEqual([{ operation: operation(twice), afterMs: 10_000 }]);
    expect(twice.operations).toHaveLength(1);
    const life = step(twice, unreached);
    expect(life.status).toBe('NeedsReview');
    expect(last(life).verdict).toBeNull();
    expect(step(life, { type: 'RetryRequested' }).operations).toHaveLength(2);
  });

  it('holds nothing when the order is cancelled', () => {
    expect(live(placed(), unreached, unreached, unreached, cancelled).status).toBe('Voided');
    expect(live(placed(), unreached, cancelled, unreached, unreached).status).toBe('Voided');
  });
});

describe('P8, less authorized than asked for', () => {
  it('is given back, and counts as a decline', () => {
    const life = live(placed(), answers(ok({ amount: usd(1_000n) })));
    expect(life.status).toBe('Voiding');
    expect(last(life)).toMatchObject({ verdict: 'order-fails', announcements: [{ type: 'PaymentDeclined' }] });
    expect(step(step(life, failed), answers(ok())).status).toBe('Declined');
  });
});

describe('an authorization that the gateway rejects', () => {
  it('is no decline: people look at it', () => {
    const life = live(placed(), answers(rejected('currency_mismatch')));
    expect(life.status).toBe('NeedsReview');
    expect(last(life).verdict).toBeNull();
  });
});
