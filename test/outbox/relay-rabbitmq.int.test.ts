import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { connect } from 'amqplib';
import { RabbitMqBroker } from '../../src/broker/rabbitmq/rabbitmq-broker.js';
import { createLog } from '../../src/platform/log.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { OutboxWorld } from './outbox-world.js';

describeWith('rabbitmq', 'the relay on RabbitMQ', () => {
  const name = `test-${randomUUID().slice(0, 8)}-relay`;
  let world: OutboxWorld;
  let broker: RabbitMqBroker;

  beforeEach(async () => {
    world = await OutboxWorld.open();
    broker = new RabbitMqBroker({ url: testBrokerUrl(), log: createLog('silent') });
  });

  afterEach(async () => {
    await world.close();
    await broker.close();
    const connection = await connect(testBrokerUrl());
    const channel = await connection.createChannel();
    await channel.deleteQueue(name);
    await channel.deleteExchange(name);
    await connection.close();
  });

  it('gets all others out past a message at which RabbitMQ closes the channel each time', async () => {
    const received: string[] = [];
    await broker.consume({ queue: name, exchanges: [name], prefetch: 100 }, (delivery) => {
      received.push(delivery.message.messageId ?? '');
      delivery.acknowledge();
    });
    const [poison, ...others] = OutboxWorld.orders(30);
    // An exchange that isn't there is a channel error, 404.
    await world.put([poison], 1, `${name}-missing`);
    await world.put(others, 3, name);
    await world.put([poison], 1, name);
    await world.start({ broker, maxAttempts: 3 });
    await eventually(
      async () => {
        const left = await world.left();
        expect(left.map(({ order_id, sequence, quarantined }) => [order_id, sequence, quarantined])).toEqual([
          [poison, 1, true],
          [poison, 2, false],
        ]);
      },
      { within: 20_000 },
    );
    const { rows } = await world.sql.query<{ readonly message_id: string }>(
      'select message_id from messages where order_id <> $1 order by order_id, sequence',
      [poison],
    );
    const sent = rows.map((row) => row.message_id);
    await eventually(() => {
      expect(new Set(received)).toEqual(new Set(sent));
    });
    // In order too, but for repetitions of what a closed channel left unconfirmed.
    const firstTimes = [...new Set(received)];
    for (let first = 0; first < sent.length; first += 3) {
      const own = sent.slice(first, first + 3);
      expect(firstTimes.filter((id) => own.includes(id))).toEqual(own);
    }
  });
});
