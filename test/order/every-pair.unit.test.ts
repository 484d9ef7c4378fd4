import { describe, expect, it } from '@jest/globals';
import { decide } from '../../src/order/decide.js';
import { type Details, nothingKnown } from '../../src/order/details.js';
import type { IgnoredReason } from '../../src/order/event.js';
import { CorruptHistory, evolve } from '../../src/order/evolve.js';
import type { EarlyInput, InputType, OrderInput } from '../../src/order/input.js';
import { noOrder, type OrderState, type Status } from '../../src/order/state.js';
import { cause, policy } from './order-life.js';

const claim: Details = { ...nothingKnown, email: 'mai.tran@example.test' };
const known = { details: claim, conversationId: 'talk', timeoutRetryCount: 0, basketDeleted: false };
const waiting: EarlyInput = { type: 'OrderCompleted', claim };

const states: Readonly<Record<Status, OrderState>> = {
  None: noOrder,
  Awaiting: { status: 'Awaiting', waiting: [{ body: waiting, cause: cause('early') }], expiries: 0 },
  Placed: { status: 'Placed', ...known },
  Completed: { status: 'Completed', ...known },
  Cancelled: { status: 'Cancelled', ...known },
  Failed: { status: 'Failed', ...known },
};

const inputs: Readonly<Record<InputType, OrderInput>> = {
  UserCheckedOut: { type: 'UserCheckedOut', claim },
  BasketDeleted: { type: 'BasketDeleted', claim },
  BasketDeletedFailed: { type: 'BasketDeletedFailed', claim },
  OrderCompleted: { type: 'OrderCompleted', claim },
  OrderCancelled: { type: 'OrderCancelled', claim },
  TimeoutElapsed: { type: 'TimeoutElapsed', attempt: 0 },
  CheckoutWaitElapsed: { type: 'CheckoutWaitElapsed', attempt: 0 },
  PaymentDeclined: { type: 'PaymentDeclined' },
};

const answer = (state: OrderState, body: OrderInput) => decide(state, { body, cause: cause('it') }, policy);
const deleted: OrderState = { status: 'Placed', ...known, basketDeleted: true };

describe('every state', () => {
  const pairs = Object.values(states).flatMap((state) => Object.values(inputs).map((input) => ({ state, input })));

  it.each(pairs)('answers in the state $state.status to $input.type with a fact, and with its own cause', (pair) => {
    const { events, commands } = answer(pair.state, pair.input);
    expect(events.length).toBeGreaterThan(0);
    const replayed = pair.state.status === 'Awaiting' ? ['it', 'early'] : ['it'];
    for (const { cause: because } of [...events, ...commands]) expect(replayed).toContain(because.messageId);
  });

  it('answers an ignored input with nothing but the fact, and leaves the timer alone', () => {
    for (const { state, input } of pairs) {
      const { outcome, events, commands, wake, waiting: held } = answer(state, input);
      expect(events.some(({ body }) => body.type === 'InputIgnored')).toBe(outcome === 'ignored');
      if (outcome !== 'ignored') continue;
      expect({ events: events.length, commands, wake, held }).toEqual({
        ...{ events: 1, commands: [], wake: { kind: 'keep' }, held: 'keep' },
      });
      expect(events.reduce(evolve, state)).toEqual(state);
    }
  });
});

describe('every reason for ignoring an input', () => {
  const reached: Readonly<Record<IgnoredReason, readonly [OrderState, OrderInput]>> = {
    AlreadyPlaced: [states.Placed, inputs.UserCheckedOut],
    BasketAlreadyDeleted: [deleted, inputs.BasketDeletedFailed],
    AlreadyCompleted: [states.Completed, inputs.OrderCancelled],
    AlreadyCancelled: [states.Cancelled, inputs.OrderCompleted],
    AlreadyFailed: [states.Failed, inputs.BasketDeleted],
    NotPlaced: [states.None, inputs.PaymentDeclined],
    StaleTimer: [deleted, inputs.TimeoutElapsed],
  };

  it.each(Object.entries(reached))('is given: %s', (reason, [state, input]) => {
    expect(answer(state, input).events.map(({ body }) => body)).toEqual([
      { type: 'InputIgnored', input: input.type, reason },
    ]);
  });
});

describe('a timer of an order', () => {
  it('acts in the conversation of the checkout, not in its own', () => {
    const { events, commands } = answer(states.Placed, inputs.TimeoutElapsed);
    for (const { cause: because } of [...events, ...commands]) expect(because.conversationId).toBe('talk');
  });

  it.each([1, 2, 3])('is stale when it was set for another attempt: %d', (attempt) => {
    expect(answer(states.Placed, { type: 'TimeoutElapsed', attempt }).outcome).toBe('ignored');
    expect(answer(states.Awaiting, { type: 'CheckoutWaitElapsed', attempt }).outcome).toBe('ignored');
  });
});

describe('a history that decide can’t have written', () => {
  it('is named with a code instead of being folded to something', () => {
    for (const state of [states.None, states.Awaiting])
      expect(() => evolve(state, { body: { type: 'OrderCompleted' }, cause: cause('it') })).toThrow(CorruptHistory);
  });
});
