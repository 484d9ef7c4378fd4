import { expect, it } from '@jest/globals';
import { connect as connectTo, type ChannelModel } from 'amqplib';
import { BrokerUnavailable } from '../../src/broker/broker.js';
import { RabbitMqBroker } from '../../src/broker/rabbitmq/rabbitmq-broker.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { brokerConformance } from './conformance.js';
import { Proxy } from '../tools/proxy.js';
import { Warnings } from './warnings.js';
import { message, Names, numbered, publishInTurn, reachable, Received, type World } from './world.js';

async function onServer<T>(act: (connection: ChannelModel) => Promise<T>): Promise<T> {
  const connection = await connectTo(testBrokerUrl());
  try {
    return await act(connection);
  } finally {
    await connection.close();
  }
}

async function start(): Promise<World> {
  const proxy = await Proxy.to(testBrokerUrl(), 5672);
  const [names, log] = [new Names(), new Warnings()];
  return {
    open: () => {
      log.texts.length = 0;
      return new RabbitMqBroker({ url: proxy.url, log, name: 'conformance' });
    },
    dropConnections: () => {
      proxy.drop();
      return Promise.resolve();
    },
    setReachable: (isReachable) => (isReachable ? proxy.open() : proxy.shut()),
    name: (stem) => names.give(stem),
    warnings: () => log.texts,
    dispose: async () => {
      await proxy.close();
      await onServer(async (connection) => {
        const channel = await connection.createChannel();
        // Deleting what isn't there is no error; a queue has an exchange of its own name.
        for (const name of names.given) {
          await channel.deleteQueue(name);
          await channel.deleteExchange(name);
        }
      });
    },
  };
}

describeWith('rabbitmq', 'RabbitMqBroker', () => {
  const world = brokerConformance(start);

  it("uses a predecessor's classic queue as it is, with one warning", async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    await onServer(async (connection) => {
      const channel = await connection.createConfirmChannel();
      await channel.assertQueue(queue, { durable: true });
      channel.sendToQueue(queue, Buffer.from('left behind'));
      await channel.waitForConfirms();
    });
    const received = new Received();
    const broker = await reachable(world().open());
    await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
    await publishInTurn(broker, exchange, ['1']);
    await eventually(() => expect(received.texts).toEqual(['left behind', '1']));

    await world().dropConnections();
    await publishInTurn(broker, exchange, ['2']);
    await eventually(() => expect(received.firstTimes).toEqual(['left behind', '1', '2']));

    const about = world()
      .warnings()
      .filter((warning) => warning.includes(`queue ${queue}`));
    expect(about).toEqual([`The broker refused our declaration: used as it is: "queue ${queue}"`]);
  });

  it('declares a quorum queue with one active consumer and no delivery limit, and its own exchange', async () => {
    const queue = world().name('q');
    const received = new Received();
    await world().open().consume({ queue, exchanges: [], prefetch: 10 }, received.acknowledge);
    await onServer(async (connection) => {
      const isSinceFour = Number.parseInt(connection.connection.serverProperties.version, 10) >= 4;
      const channel = await connection.createConfirmChannel();
      // The broker refuses to declare a queue again with other arguments.
      await channel.assertQueue(queue, {
        durable: true,
        arguments: {
          'x-queue-type': 'quorum',
          'x-single-active-consumer': true,
          ...(isSinceFour ? { 'x-delivery-limit': -1 } : {}),
        },
      });
      channel.publish(queue, '', Buffer.from('sent to the endpoint'));
      await channel.waitForConfirms();
    });
    await eventually(() => expect(received.texts).toEqual(['sent to the endpoint']));
  });

  it('declares its queue again when somebody deletes it', async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    const broker = await reachable(world().open());
    const received = new Received();
    await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
    await onServer(async (connection) => (await connection.createChannel()).deleteQueue(queue));

    await publishInTurn(broker, exchange, ['1']);
    await eventually(() => expect(received.texts).toEqual(['1']));
  });

  it('finds the message that makes the broker close the channel, without blaming the others', async () => {
    const [exchange, missing, queue] = [world().name('x'), world().name('missing'), world().name('q')];
    const broker = await reachable(world().open());
    const received = new Received();
    await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
    const batch = [exchange, exchange, missing, exchange, exchange];
    const publish = (target: string, index: number): Promise<void> =>
      broker.publish({ exchange: target }, message(String(index)));

    const first = await Promise.allSettled(batch.map(publish));
    const blamed = first.filter(
      (outcome) => outcome.status === 'rejected' && !(outcome.reason instanceof BrokerUnavailable),
    );
    expect(blamed).toEqual([]);
    expect(first[2]).toMatchObject({ status: 'rejected' });
    await reachable(broker);

    const second = await Promise.allSettled(batch.map(publish));
    expect(second[2]).toMatchObject({
      reason: { code: 'BROKER.NOT_CONFIRMED', reason: 'refused', destination: missing },
    });
    await reachable(broker);
    const third = await Promise.allSettled([exchange, exchange, exchange, exchange].map(publish));
    expect(third.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled']);
  });

  it('declares a deleted queue for copies again, after one refusal', async () => {
    const queue = world().name('q_error');
    const broker = await reachable(world().open());
    await broker.publish({ queue }, message('1'));
    await onServer(async (connection) => (await connection.createChannel()).deleteQueue(queue));

    await expect(broker.publish({ queue }, message('2'))).rejects.toMatchObject({ reason: 'unroutable' });
    await broker.publish({ queue }, message('3'));
  });

  it('reads headers of other types as their JSON', async () => {
    const queue = world().name('q');
    const received = new Received();
    await world().open().consume({ queue, exchanges: [], prefetch: 10 }, received.acknowledge);
    await onServer(async (connection) => {
      const channel = await connection.createConfirmChannel();
      channel.sendToQueue(queue, Buffer.from('1'), { headers: { count: 3, is: true, none: null, list: ['a', 1] } });
      await channel.waitForConfirms();
    });
    await eventually(() => expect(received.texts).toEqual(['1']));
    expect(received.at(0).message.headers).toEqual({ count: '3', is: 'true', none: 'null', list: '["a",1]' });
  });

  it('keeps the order through many abandoned deliveries', async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    const broker = await reachable(world().open());
    const received = new Received();
    await broker.consume({ queue, exchanges: [exchange], prefetch: 4 }, (delivery) => {
      received.acknowledge(delivery);
      if (received.deliveries.length === 3 || received.deliveries.length === 7) delivery.abandon();
    });
    await Promise.all(numbered(1, 20).map((text) => broker.publish({ exchange }, message(text))));
    await eventually(() => expect(received.firstTimes).toEqual(numbered(1, 20)));
  });
});
