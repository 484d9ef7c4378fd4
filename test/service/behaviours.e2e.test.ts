import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validateAgainstAsyncApi } from '../contracts/validate-against-asyncapi.js';
import { loadBehaviours } from '../tools/behaviours.js';
import { describeWith, testBrokerUrl, testRedisUrl } from '../tools/parts.js';
import { type Env, startTestService, type TestService } from '../tools/test-service.js';
import { askOrder } from './ask-order.js';
import { cloudEvents, massTransit, threadOf, type WriteEnvelope } from './envelopes.js';
import { Neighbours } from './neighbours.js';
import { play, quiet } from './play-behaviour.js';

const { settings, cases } = loadBehaviours();

// PlaceOrderCommand again, and CancelOrderCommand after the last attempt.
const timerCommands = cases.reduce((sum, one) => sum + (one.expect.order.timeoutRetryCount ?? 0), 0);

const common = {
  ORDER_MAX_ATTEMPTS: String(settings.maxAttempts),
  ORDER_MAX_RETRY_TIMEOUT: settings.maxRetryTimeout,
  TIMER_SWEEP_INTERVAL: '00:00:00.2',
};

/** Plays all cases at once, an order each, and holds each against its expectation. */
function everyRule(env: () => Env, write: WriteEnvelope): void {
  let service: TestService;
  let neighbours: Neighbours;
  const orders = new Map<string, string>();
  const orderOf = (name: string) => orders.get(name) ?? '';

  beforeAll(async () => {
    service = await startTestService({ ...common, ...env() });
    neighbours = await Neighbours.join(service.broker, write);
    await Promise.all(cases.map(async (one) => orders.set(one.name, await play(one, service, neighbours))));
    await quiet(service, neighbours);
  });

  afterAll(async () => {
    await service.stop();
  });

  it.each(cases)('$name', async ({ name, expect: { state, published, ignored, order } }) => {
    const commands = neighbours.commandsOf(orderOf(name));
    expect(commands).toMatchObject(published);
    const { rest, graphql, timeline } = await askOrder(service.url, orderOf(name));
    expect(rest).toMatchObject({ state, ...order });
    expect(graphql).toMatchObject({ ...rest, state: state.toUpperCase() });
    expect(timeline.filter((type) => type === 'InputIgnored')).toHaveLength(ignored);
  });

  it('publishes each message once, under one id in the envelope and on the transport', () => {
    const ids = neighbours.heard.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(neighbours.heard.map(({ message }) => message.messageId)).toEqual(ids);
  });

  it('names the causing message, and keeps its conversation and its trace', () => {
    const causes = new Map(neighbours.said.map(({ message }) => [threadOf(message).key, threadOf(message)]));
    const answers = neighbours.heard.map(({ message }) => threadOf(message));
    const answersToMessages = answers.filter(({ cause = '' }) => causes.has(cause));
    expect(answersToMessages).toHaveLength(answers.length - timerCommands);
    for (const { cause = '', orderId, conversation, initiator, trace } of answersToMessages) {
      const caused = causes.get(cause);
      expect({ conversation, trace }).toEqual({ conversation: caused?.conversation, trace: caused?.trace });
      expect(initiator).toBe(orderId);
    }
  });

  it('continues the conversation of the checkout when a timer speaks', () => {
    const commands = neighbours.commandsOf(orderOf('third timeout fails the order and tells the customer'));
    const conversations = commands.map(({ message }) => threadOf(message).conversation);
    expect(conversations).toEqual(commands.map(() => conversations[0]));
  });

  it('sends and takes nothing that asyncapi.yaml does not describe', () => {
    const captured = [...neighbours.said, ...neighbours.heard].map(({ exchange, message }) => ({
      exchange,
      ...message,
    }));
    expect(captured.length).toBeGreaterThan(100);
    expect(captured.flatMap((message) => validateAgainstAsyncApi(message))).toEqual([]);
  });
}

describe('every rule, over the embedded broker, with BullMQ on PostgreSQL', () => {
  everyRule(() => ({}), massTransit);
});

describe('every rule, over the embedded broker, as CloudEvents', () => {
  everyRule(() => ({ MESSAGE_FORMAT: 'cloudevents' }), cloudEvents);
});

describeWith('rabbitmq', 'every rule, over RabbitMQ', () => {
  everyRule(() => ({ BROKER_URL: testBrokerUrl() }), massTransit);
});

describeWith('redis', 'every rule, with BullMQ on Redis', () => {
  everyRule(() => ({ REDIS_URL: testRedisUrl() }), massTransit);
});
