import { afterEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { askOrder } from '../service/ask-order.js';
import { massTransit } from '../service/envelopes.js';
import { Neighbours } from '../service/neighbours.js';
import { deadLetters } from '../inbox/dead-letters-of.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { type Env, startTestService, type TestService } from '../tools/test-service.js';
import { checkout, hurried, timerOf } from './order-under-timer.js';

const completed = 'OrderStatusChangedToCompleteIntegrationEvent';

/** An event that overtook its checkout waits for it, and not for ever. */
function waitsForTheCheckout(env: () => Env): void {
  let service: TestService;
  let neighbours: Neighbours;

  afterEach(async () => {
    await service.stop();
  });

  const begin = async (checkoutWait: string) => {
    const settings = { ...hurried, ORDER_MAX_RETRY_TIMEOUT: '01:00:00', ORDER_CHECKOUT_WAIT: checkoutWait };
    service = await startTestService({ ...settings, ...env() });
    neighbours = await Neighbours.join(service.broker);
  };

  /** Says that the order is complete, before anybody said that there is one. @returns the message's id */
  async function sayTooEarly(orderId: string): Promise<string> {
    const messageId = v7();
    const payload = Neighbours.order({ orderId });
    const message = massTransit({ type: completed, messageId, conversationId: v7(), payload });
    const headers = { ...message.headers, tenant: 'böök\nworm' };
    await neighbours.send(`BookWorm.Contracts:${completed}`, { ...message, headers });
    return messageId;
  }

  const expired = async (count: number) =>
    eventually(async () => {
      const { rowCount } = await service.site.sql.query(
        `select from dead_letters where reason = 'CheckoutWaitExpired'`,
      );
      expect(rowCount).toBe(count);
    });

  const waiting = async (count: number) =>
    eventually(async () => {
      expect((await service.site.sql.query('select from deferred_messages')).rowCount).toBe(count);
    });

  const typesHeard = (orderId: string) => neighbours.commandsOf(orderId).map(({ type }) => type);

  it('and goes to the dead letters as it came; the checkout still starts the order, and the message still ends it', async () => {
    await begin('PT0.3S');
    const { orderId } = Neighbours.order();
    const messageId = await sayTooEarly(orderId);
    await expired(1);
    const said = neighbours.said.find(({ message }) => message.messageId === messageId);
    const [letter] = await deadLetters(service.site);
    expect(letter).toMatchObject({
      direction: 'inbound',
      detail: 'No checkout of this order came while the message waited for it',
      order_id: orderId,
      type: completed,
      message_id: messageId,
      source: said?.exchange,
      content_type: said?.message.contentType,
      headers: said?.message.headers,
      attempts: 1,
    });
    expect(said?.message.body.equals(letter?.body ?? Buffer.alloc(0))).toBe(true);
    expect((await fetch(`${service.url}/api/v1/orders/${orderId}`)).status).toBe(404);

    await neighbours.say(checkout, Neighbours.order({ orderId }));
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual(['PlaceOrderCommand']);
    });
    expect(await askOrder(service.url, orderId)).toMatchObject({ rest: { state: 'Placed' } });

    await neighbours.repeat(messageId);
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual(['PlaceOrderCommand', 'CompleteOrderCommand']);
    });
    expect(await askOrder(service.url, orderId)).toMatchObject({ rest: { state: 'Completed' } });
  });

  it('waits anew when it is delivered anew, and can expire again', async () => {
    await begin('00:00:00.3');
    const { orderId } = Neighbours.order();
    const messageId = await sayTooEarly(orderId);
    await expired(1);
    await neighbours.repeat(messageId);
    await expired(2);
    await waiting(0);
    expect(await timerOf(service.site, orderId)).toMatchObject({ status: 'Awaiting', wake_at: null });
  });

  it('is applied by a checkout that comes in time, and by no timer after', async () => {
    await begin('01:00:00');
    const { orderId } = Neighbours.order();
    await sayTooEarly(orderId);
    await waiting(1);
    await neighbours.say(checkout, Neighbours.order({ orderId }));
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual(['PlaceOrderCommand', 'CompleteOrderCommand']);
    });
    expect(await timerOf(service.site, orderId)).toMatchObject({ status: 'Completed', wake_at: null });
    await waiting(0);
    expect(await deadLetters(service.site)).toEqual([]);
  });
}

describe('an early event, over the embedded broker,', () => {
  waitsForTheCheckout(() => ({}));
});

describeWith('rabbitmq', 'an early event, over RabbitMQ,', () => {
  waitsForTheCheckout(() => ({ BROKER_URL: testBrokerUrl() }));
});
