import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChannelModel, connect, type ConfirmChannel } from 'amqplib';
import { v7 } from 'uuid';
import type { BrokerMessage } from '../../src/broker/broker.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { startTestService, type TestService } from '../tools/test-service.js';
import { checkout } from './bad-input-cases.js';
import { copiesIn, deadLetters } from './dead-letters-of.js';

/** What a peer that speaks AMQP as it likes can send, and our own port can't. */
describeWith('rabbitmq', 'a bad message of a peer with AMQP’s own types', () => {
  let service: TestService;
  let neighbours: Neighbours;
  let connection: ChannelModel;
  let channel: ConfirmChannel;
  let failed: readonly BrokerMessage[];

  beforeAll(async () => {
    service = await startTestService({ BROKER_URL: testBrokerUrl() });
    neighbours = await Neighbours.join(service.broker);
    failed = await copiesIn(service.broker, 'finance-order-state-machine_error');
    connection = await connect(testBrokerUrl());
    channel = await connection.createConfirmChannel();
  });

  afterAll(async () => {
    await connection.close();
    await service.stop();
  });

  /** Sends it, and behind it a good one that has to come through. */
  async function send(body: Buffer, options: Parameters<ConfirmChannel['publish']>[3]): Promise<void> {
    const prefix = service.site.env.BROKER_PREFIX ?? '';
    channel.publish(`${prefix}BookWorm.Contracts:${checkout}`, '', body, options);
    await channel.waitForConfirms();
    const order = Neighbours.order({ orderId: v7() });
    await neighbours.say(checkout, order);
    await eventually(() => {
      expect(neighbours.commandsOf(order.orderId)).toHaveLength(1);
    });
  }

  const letterOf = (body: Buffer) =>
    eventually(async () => {
      const letter = (await deadLetters(service.site)).find((one) => one.body.equals(body));
      expect(letter).toBeDefined();
      return letter;
    });

  const copyOf = (body: Buffer) =>
    eventually(() => {
      const copy = failed.find((one) => one.body.equals(body));
      expect(copy).toBeDefined();
      return copy;
    });

  it('keeps headers that are no strings as their JSON', async () => {
    const body = Buffer.from(`{ ${v7()}`);
    await send(body, {
      contentType: 'application/json',
      headers: { count: 7, ratio: 0.5, on: true, none: null, list: ['a', 1], table: { deep: { er: 'x' } } },
    });
    const headers = {
      count: '7',
      ratio: '0.5',
      on: 'true',
      none: 'null',
      list: '["a",1]',
      table: '{"deep":{"er":"x"}}',
    };
    expect(await letterOf(body)).toMatchObject({ reason: 'MalformedBody', message_id: null, headers });
    expect(await copyOf(body)).toMatchObject({ messageId: null, headers });
  });

  it('keeps a message whose properties hold NUL characters', async () => {
    const body = Buffer.from(`{ ${v7()}`);
    const properties = { messageId: 'a\0b', contentType: 'application/json\0', headers: { 'n\0ul': 'a\0b' } };
    await send(body, properties);
    expect(await letterOf(body)).toMatchObject({
      reason: 'MalformedBody',
      message_id: 'a\uFFFDb',
      content_type: 'application/json\uFFFD',
      headers: properties.headers,
    });
    expect(await copyOf(body)).toMatchObject(properties);
  });

  it('keeps one that says nothing about itself', async () => {
    const body = Buffer.from(`{ ${v7()}`);
    await send(body, {});
    expect(await letterOf(body)).toMatchObject({ message_id: null, content_type: null, headers: {} });
    expect(await copyOf(body)).toMatchObject({ messageId: null, contentType: null });
  });

  it('keeps one that was carbon-copied, by a header that RabbitMQ reads itself', async () => {
    const body = Buffer.from(`{ ${v7()}`);
    await send(body, { headers: { CC: ['nowhere'] } });
    expect(await letterOf(body)).toMatchObject({ reason: 'MalformedBody', headers: { CC: '["nowhere"]' } });
    expect(await copyOf(body)).toBeDefined();
  });
});
