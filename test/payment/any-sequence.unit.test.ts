import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/payment/decide.js';
import type { PaymentEvent } from '../../src/payment/event.js';
import { fold } from '../../src/payment/evolve.js';
import type { InputType } from '../../src/payment/input.js';
import { type Account, book, bytesOf, emptyAccount, sum } from './accountant.js';
import { steps } from './arbitrary-inputs.js';
import { type Life, live, type Moment, policy } from './payment-life.js';

const ofAnyPayment = (rule: (life: Life) => void, numRuns = 500) => {
  fc.assert(
    fc.property(steps, (made) => {
      rule(live(...made));
    }),
    { numRuns },
  );
};

type Booked = Moment & { readonly account: Account; readonly earlier: Account };

/** Every moment with the account before and after it. */
function booked({ moments }: Life): readonly Booked[] {
  let account = emptyAccount;
  return moments.map((moment) => {
    const earlier = account;
    account = moment.decision.events.reduce(book, account);
    return { ...moment, earlier, account };
  });
}

const started = ({ events }: { readonly events: readonly PaymentEvent[] }) =>
  events.flatMap((event) => ('operation' in event ? [event] : []));

const tells: readonly InputType[] = [
  ...(['LookedUp', 'AuthorizationReported', 'CaptureReported', 'CaptureFailureReported', 'VoidReported'] as const),
  ...(['RefundReported', 'RefundFailureReported'] as const),
];

const orderEnds: readonly InputType[] = ['OrderCompleted', 'OrderCancelled', 'OrderFailed'];

/** How the order stands before each moment, told from the inputs alone: the first word counts. */
function orderBefore({ moments }: Life, index: number): InputType | 'none' {
  const types = moments.slice(0, index).map(({ given }) => given.body.type);
  const placed = types.indexOf('OrderPlaced');
  if (placed < 0) return 'none';
  return types.slice(placed).find((type) => orderEnds.includes(type)) ?? 'OrderPlaced';
}

describe('a payment, whatever comes in whatever order', () => {
  it('is in the state that its history folds to', () => {
    ofAnyPayment((life) => {
      expect(fold(life.events)).toEqual(life.state);
    });
  });

  it('captures at most once, and never more than was authorized', () => {
    ofAnyPayment((life) => {
      const wrong = booked(life).filter(
        ({ account }) => account.captured.length > 1 || sum(account.captured) > account.limit,
      );
      expect(wrong).toEqual([]);
    }, 1_000);
  });

  it('never has two captures under way', () => {
    ofAnyPayment((life) => {
      expect(booked(life).filter(({ account }) => account.capturesUnderWay.size > 1)).toEqual([]);
    }, 1_000);
  });

  it('never promises more refunds, made or under way, than it has captured', () => {
    ofAnyPayment((life) => {
      const wrong = booked(life).filter(({ account }) => sum(account.promised.values()) > sum(account.captured));
      expect(wrong).toEqual([]);
    }, 1_000);
  });

  it('learns what isn’t known only from a look-up or a report, or when an operator voids what differs', () => {
    ofAnyPayment((life) => {
      for (const { given, before, earlier, account } of booked(life)) {
        const resolved = [...earlier.unknown].filter((id) => !account.unknown.has(id));
        if (resolved.length === 0) continue;
        const differs = 'review' in before && before.review?.reason === 'AmountDiffers';
        const voided = given.body.type === 'VoidRequested' && differs;
        expect([...tells, ...(voided ? ['VoidRequested'] : [])]).toContain(given.body.type);
      }
    });
  });

  it('starts nothing while something isn’t known', () => {
    ofAnyPayment((life) => {
      for (const { given, decision, earlier, account } of booked(life)) {
        const still = [...earlier.unknown].some((id) => account.unknown.has(id));
        if (still) expect([given.body.type, started(decision)]).toEqual([given.body.type, []]);
      }
    });
  });

  it('fails the order only while it is placed, and only by a hard decline', () => {
    ofAnyPayment((life) => {
      for (const [index, { decision }] of life.moments.entries()) {
        const hard = decision.events.some(
          (event) => event.type === 'AuthorizationFellShort' || (event.type === 'AuthorizationDeclined' && event.final),
        );
        if (!hard && decision.verdict === null) continue;
        expect([index, decision.verdict !== null]).toEqual([index, orderBefore(life, index) === 'OrderPlaced']);
        expect(hard).toBe(true);
      }
    });
  });

  it('takes no money for an order that has ended without completing', () => {
    ofAnyPayment((life) => {
      for (const [index, { decision }] of life.moments.entries()) {
        const order = orderBefore(life, index);
        if (order !== 'OrderCancelled' && order !== 'OrderFailed') continue;
        const kinds = started(decision).map(({ operation }) => operation.kind);
        expect(kinds.filter((kind) => kind === 'authorize' || kind === 'capture')).toEqual([]);
      }
    });
  });

  it('stays where it has ended, once its order has, unless money turns up', () => {
    ofAnyPayment((life) => {
      for (const [index, { given, before, after }] of life.moments.entries()) {
        if (before.stage === 'NotNeeded' && before.ended) expect(after).toEqual(before);
        const order = orderBefore(life, index);
        if (before.stage !== 'Ended' || (order !== 'OrderCancelled' && order !== 'OrderFailed')) continue;
        const turnsUp = given.body.type === 'AuthorizationReported' || given.body.type === 'CaptureReported';
        if (!turnsUp) expect(after).toMatchObject({ stage: 'Ended', end: before.end });
      }
    });
  });

  it('sends an operation under an id of its own, and again only with the same bytes', () => {
    ofAnyPayment(({ moments }) => {
      const ids = moments.flatMap(({ decision }) => started(decision).map(({ operation }) => operation.operationId));
      expect(new Set(ids).size).toBe(ids.length);
      const sent = new Map<string, string>();
      for (const { operation } of moments.flatMap(({ decision }) => decision.sendings)) {
        const bytes = bytesOf(operation);
        expect(sent.get(operation.operationId) ?? bytes).toBe(bytes);
        sent.set(operation.operationId, bytes);
      }
    });
  });

  it('numbers the attempts of a kind without a gap', () => {
    ofAnyPayment(({ operations }) => {
      for (const kind of ['authorize', 'capture', 'void', 'refund'] as const) {
        const attempts = operations.filter((one) => one.kind === kind).map(({ attempt }) => attempt);
        expect(attempts).toEqual(attempts.map((_, index) => index + 1));
      }
    });
  });

  it('has whatever isn’t known looked up, or people look at it', () => {
    ofAnyPayment((life) => {
      const scheduled = new Set(life.moments.flatMap(({ decision }) => decision.lookUps.map((due) => due.operationId)));
      for (const id of booked(life).at(-1)?.account.unknown ?? []) expect([...scheduled]).toContain(id);
      if (life.status === 'Unknown') expect(life.state).toMatchObject({ review: null });
    });
  });

  it('rests only where its order wants it, unless people look at it or something is open', () => {
    ofAnyPayment((life) => {
      const order = orderBefore(life, life.moments.length);
      const ended = order === 'OrderCancelled' || order === 'OrderFailed';
      if (life.status === 'Authorized') expect(order).toBe('OrderPlaced');
      // What the gateway hasn't named yet can't be voided: the action's deadline ends it.
      const nameless = 'work' in life.state && life.state.work.reference === null;
      if (life.status === 'RequiresMethod' || life.status === 'RequiresAction') expect(ended && !nameless).toBe(false);
      if (['Voided', 'Declined', 'Expired'].includes(life.status)) expect(order).not.toBe('OrderCompleted');
      const full = ['Captured', 'PartiallyCaptured', 'Settled', 'PartiallyRefunded'];
      expect(ended && full.includes(life.status)).toBe(false);
    }, 1_000);
  });

  it('has its deadline set exactly while a clock can tell it something', () => {
    ofAnyPayment(({ moments, events, state, status }) => {
      const isSet = moments.map(({ decision }) => decision.wake.kind).findLast((kind) => kind !== 'keep') === 'set';
      const held = events.findLast((event) => event.type === 'AuthorizationGranted');
      const ends = held?.type === 'AuthorizationGranted' && held.effect.captureBefore !== undefined;
      const waits = ['RequiresMethod', 'RequiresAction', ...(ends ? ['Authorized'] : [])].includes(status);
      const retries = status === 'Authorizing' && state.stage === 'Unauthorized';
      expect([status, isSet]).toEqual([status, waits || retries]);
    }, 1_000);
  });

  it('changes nothing by what it ignores or refuses', () => {
    ofAnyPayment(({ moments }) => {
      for (const { decision, before, after } of moments) {
        if (decision.outcome === 'advanced') continue;
        expect(after).toBe(before);
        const { outcome, events, refusal, ...effects } = decision;
        expect(effects).toEqual({
          sendings: [],
          lookUps: [],
          announcements: [],
          wake: { kind: 'keep' },
          verdict: null,
        });
        expect([events.length, refusal === null]).toEqual(outcome === 'ignored' ? [1, true] : [0, false]);
      }
    });
  });
});

describe('the generated sequences', () => {
  it('reach every status, every fact, and every reason for ignoring an input', () => {
    const lives = fc.sample(steps, { numRuns: 6_000, seed: 7 }).map((made) => live(...made));
    const reached = (of: (life: Life) => readonly string[]) => [...new Set(lives.flatMap(of))].sort();
    expect(reached(({ status }) => [status])).toHaveLength(21);
    expect(reached(({ events }) => events.map(({ type }) => type))).toHaveLength(34);
    const reasons = reached(({ events }) => events.flatMap((event) => ('input' in event ? [event.reason] : [])));
    expect(reasons).toHaveLength(26);
    expect(reached(({ moments }) => moments.flatMap(({ decision: { refusal } }) => refusal ?? []))).toHaveLength(17);
  });
});

describe('decide', () => {
  it('is pure: it touches nothing that it is given, and answers the same again', () => {
    ofAnyPayment(({ moments }) => {
      for (const { before, given, decision } of moments)
        expect(decide(deepFreeze(before), deepFreeze(given), deepFreeze(policy))).toEqual(decision);
    }, 100);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
