import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caused } from '../../src/order/cause.js';
import { decide } from '../../src/order/decide.js';
import { fold } from '../../src/order/evolve.js';
import type { OrderInput } from '../../src/order/input.js';
import type { OutgoingCommandType } from '../../src/order/outgoing-command.js';
import type { OrderState } from '../../src/order/state.js';
import { causedBy, claim, early, inputs } from './arbitrary-inputs.js';
import { live, type OrderLife, policy } from './order-life.js';

const runs = { numRuns: 500 };
const ofAnyOrder = (rule: (life: OrderLife, arrived: readonly Caused<OrderInput>[]) => void) => {
  fc.assert(
    fc.property(inputs, (arrived) => {
      rule(live(arrived), arrived);
    }),
    runs,
  );
};

const terminal = (state: OrderState): boolean =>
  state.status === 'Completed' || state.status === 'Cancelled' || state.status === 'Failed';

describe('an order, whatever comes in whatever order', () => {
  it('ends in a state that its history folds to', () => {
    ofAnyOrder((life) => {
      expect(fold(life.events)).toEqual(life.state);
    });
  });

  it('is in a state that its inputs allow', () => {
    ofAnyOrder(({ state, moments }) => {
      const applied = moments.flatMap(({ input, decision }) => (decision === null ? [] : [input.body.type]));
      const checkedOut = applied.includes('UserCheckedOut');
      expect(checkedOut).toBe(state.status !== 'None' && state.status !== 'Awaiting');
      if (state.status === 'Completed') expect(applied).toContain('OrderCompleted');
      if (state.status === 'Cancelled') expect(applied).toContain('OrderCancelled');
      if (state.status !== 'Failed') return;
      const timedOut = state.timeoutRetryCount === policy.maxAttempts;
      expect(timedOut || applied.includes('BasketDeletedFailed')).toBe(true);
    });
  });

  it('never leaves a terminal state, nor changes in it', () => {
    ofAnyOrder(({ moments, state }) => {
      const resting = moments.find(({ before }) => terminal(before))?.before;
      if (resting !== undefined) expect(state).toEqual(resting);
    });
  });

  it('answers a message once, with no command twice for the same cause', () => {
    ofAnyOrder(({ commands }) => {
      const causes = commands.map(({ body, cause }) => `${body.type} for ${cause.messageId}`);
      expect(new Set(causes).size).toBe(causes.length);
    });
  });

  it('asks for the basket’s deletion at most as often as attempts are allowed, and says everything else once', () => {
    ofAnyOrder(({ commands }) => {
      const count = (...types: readonly OutgoingCommandType[]) =>
        commands.filter(({ body }) => types.includes(body.type)).length;
      expect(count('PlaceOrder')).toBeLessThanOrEqual(policy.maxAttempts);
      expect(count('CompleteOrder', 'CancelOrder')).toBeLessThanOrEqual(1);
      expect(count('DeleteBasketComplete', 'DeleteBasketFailed')).toBeLessThanOrEqual(1);
    });
  });

  it('notifies exactly when it ends with a known e-mail address by completion, cancellation or time-out', () => {
    ofAnyOrder(({ commands, state, events }) => {
      const notified = commands.filter(({ body: { type } }) => type === 'CompleteOrder' || type === 'CancelOrder');
      const ends = ['OrderCompleted', 'OrderCancelled', 'OrderTimedOut'];
      const ended = terminal(state) && events.some(({ body }) => ends.includes(body.type));
      expect(notified).toHaveLength(ended && 'details' in state && state.details.email !== null ? 1 : 0);
    });
  });

  it('never forgets or changes what it knows', () => {
    ofAnyOrder(({ moments, state }) => {
      const states = [...moments.map(({ before }) => before), state];
      for (const [index, before] of states.entries()) {
        const after = states[index + 1];
        if (!('details' in before) || after === undefined) continue;
        const stood = Object.entries(before.details).filter(([, value]) => value !== null);
        expect('details' in after ? after.details : null).toMatchObject(Object.fromEntries(stood));
      }
    });
  });

  it('has a timer exactly while it waits: for its checkout, or for Basket', () => {
    ofAnyOrder(({ moments, state }) => {
      const wakes = moments.flatMap(({ decision }) => (decision === null ? [] : [decision.wake.kind]));
      const isSet = wakes.filter((kind) => kind !== 'keep').at(-1) === 'set';
      const waits = state.status === 'Awaiting' ? state.waiting.length > 0 : isAsking(state);
      expect(isSet).toBe(waits);
    });
  });
});

const isAsking = (state: OrderState): boolean => state.status === 'Placed' && !state.basketDeleted;

describe('what overtakes the checkout', () => {
  it('comes to the same as if it had arrived right after it', () => {
    const sequences = [fc.array(early, { maxLength: 6 }), claim, inputs] as const;
    fc.assert(
      fc.property(...sequences, (overtaking, said, later) => {
        const first = causedBy(overtaking, 'early');
        const checkout = causedBy([{ type: 'UserCheckedOut' as const, claim: said }], 'checkout');
        const overtaken = live([...first, ...checkout, ...later]);
        const inTurn = live([...checkout, ...first, ...later]);
        expect(overtaken.state).toEqual(inTurn.state);
        expect(overtaken.commands).toEqual(inTurn.commands);
        expect(overtaken.events.slice(first.length)).toEqual(inTurn.events);
      }),
      runs,
    );
  });
});

describe('the generated sequences', () => {
  it('reach every status, and every fact that an order can have', () => {
    const lives = fc.sample(inputs, { numRuns: 500, seed: 1 }).map(live);
    const reached = (of: (life: OrderLife) => readonly string[]) => [...new Set(lives.flatMap(of))].sort();
    expect(reached(({ state }) => [state.status])).toEqual([
      'Awaiting',
      'Cancelled',
      'Completed',
      'Failed',
      'None',
      'Placed',
    ]);
    expect(reached(({ events }) => events.map(({ body }) => body.type))).toHaveLength(12);
    expect(reached(({ moments }) => moments.map(({ decision }) => decision?.outcome ?? 'duplicate'))).toHaveLength(4);
  });
});

describe('decide', () => {
  it('is pure: it touches nothing that it is given, and answers the same again', () => {
    ofAnyOrder(({ moments }) => {
      for (const { before, input, decision } of moments) {
        if (decision === null) continue;
        const frozen = [deepFreeze(before), deepFreeze(input), deepFreeze(policy)] as const;
        expect(decide(...frozen)).toEqual(decision);
      }
    });
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
