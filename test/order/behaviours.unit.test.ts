import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatMoney, parseMoney } from '../../src/kernel/money.js';
import type { Caused } from '../../src/order/cause.js';
import { known, type Details } from '../../src/order/details.js';
import type { IntegrationInput, OrderInput } from '../../src/order/input.js';
import type { OutgoingCommand } from '../../src/order/outgoing-command.js';
import {
  type BehaviourEvent,
  type BehaviourPayload,
  behavioursFile,
  type IntegrationEventType,
  loadBehaviours,
} from '../tools/behaviours.js';
import { advance, cause, claimOf, live, type OrderLife, policy } from './order-life.js';

// Written out here, so that a mistake in contracts/ shows as one.
const inputOf: Readonly<Record<IntegrationEventType, IntegrationInput['type']>> = {
  UserCheckedOutIntegrationEvent: 'UserCheckedOut',
  BasketDeletedCompleteIntegrationEvent: 'BasketDeleted',
  BasketDeletedFailedIntegrationEvent: 'BasketDeletedFailed',
  OrderStatusChangedToCompleteIntegrationEvent: 'OrderCompleted',
  OrderStatusChangedToCancelIntegrationEvent: 'OrderCancelled',
};

const { cases, settings } = loadBehaviours();

describe('the rules of behaviours.json, by the pure core', () => {
  it.each(cases)('$name', (behaviour) => {
    const life = behaviour.events.reduce(
      (so, event, index) => advance(so, inputFor(so, event, `message ${String(index)}`)),
      live([]),
    );
    expect(life.state).toMatchObject({ status: behaviour.expect.state, ...behaviour.expect.order });
    expect(life.events.filter(({ body }) => body.type === 'InputIgnored')).toHaveLength(behaviour.expect.ignored);
    expect(life.commands.map(asSent)).toEqual(
      behaviour.expect.published.map(({ type, fields }) => expect.objectContaining({ type, ...fields }) as unknown),
    );
  });

  it('are all there, with the settings that this test decides by', () => {
    expect(cases).toHaveLength(30);
    expect(settings).toEqual({ maxAttempts: policy.maxAttempts, maxRetryTimeout: '00:30:00' });
  });
});

const original = new URL('../../../shared/behaviours.json', import.meta.url);
if (existsSync(original))
  describe('test/behaviours.json', () => {
    it('says what the brief beside the repository says', () => {
      expect(readFileSync(behavioursFile, 'utf8')).toBe(readFileSync(original, 'utf8'));
    });
  });

function inputFor(life: OrderLife, event: BehaviourEvent, messageId: string): Caused<OrderInput> {
  if (event.type === 'timeout') return { body: lastTimer(life), cause: cause(messageId) };
  return {
    body: { type: inputOf[event.type], claim: claimIn(event.payload) },
    cause: cause(event.messageId ?? messageId),
  };
}

/** The timer that was set last, each with the PlaceOrder that it waits for: current, or stale when something has stopped it since. */
function lastTimer({ commands, state }: OrderLife): OrderInput {
  const asked = commands.filter(({ body }) => body.type === 'PlaceOrder').length;
  if (asked === 0) throw new Error(`No timer was ever set in the state ${state.status}`);
  return { type: 'TimeoutElapsed', attempt: asked - 1 };
}

function claimIn({ fullName, email, totalMoney }: BehaviourPayload): Details {
  const total = parseMoney(totalMoney, policy.currency);
  if (!total.ok) throw new Error(`${totalMoney} is ${total.fault}`);
  return claimOf({ fullName: known(fullName), email: known(email), total: total.money });
}

const asSent = ({ body: { type, details } }: Caused<OutgoingCommand>) => ({
  type: `${type}Command`,
  fullName: details.fullName,
  email: details.email,
  totalMoney: formatMoney(details.total),
});
