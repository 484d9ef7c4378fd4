import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ConfirmChannel, connect as open } from 'amqplib';
import { type Connected, connect } from '../../src/broker/rabbitmq/connect.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { Warnings } from './warnings.js';
import { Names } from './world.js';

/** The socket below amqplib, with a count of what it's asked to write: each is a system call. */
function watched({ model }: Connected): { readonly socket: Duplex; readonly writes: () => number } {
  const { stream } = model.connection as typeof model.connection & { readonly stream?: unknown };
  if (!(stream instanceof Duplex)) throw new Error('amqplib keeps its socket elsewhere by now');
  const socket = stream;
  let count = 0;
  for (const name of ['_write', '_writev'] as const) {
    const inner = (socket[name] as (...given: readonly unknown[]) => void).bind(socket);
    Object.assign(socket, {
      [name]: (...given: readonly unknown[]) => {
        count += 1;
        inner(...given);
      },
    });
  }
  return { socket, writes: () => count };
}

describeWith('rabbitmq', 'what is written to the broker in one turn', () => {
  const names = new Names();
  const bodies = Array.from({ length: 20 }, (_, index) => `message ${String(index)}`);
  let queue: string;
  let connected: Connected;
  let channel: ConfirmChannel;

  beforeEach(async () => {
    queue = names.give('gathered');
    connected = await connect({ url: testBrokerUrl(), log: new Warnings() }, 'publisher');
    channel = await connected.model.createConfirmChannel();
    await channel.assertQueue(queue, { durable: true });
  });

  afterEach(async () => {
    await connected.close();
    const cleaning = await open(testBrokerUrl());
    const sweeper = await cleaning.createChannel();
    await sweeper.deleteQueue(queue);
    await cleaning.close();
  });

  const publishAll = () => {
    for (const body of bodies) channel.sendToQueue(queue, Buffer.from(body));
  };

  /** What is in the queue, in its order. */
  async function arrived(): Promise<readonly string[]> {
    const other = await open(testBrokerUrl());
    const reader = await other.createChannel();
    const found: string[] = [];
    for (;;) {
      const message = await reader.get(queue, { noAck: true });
      if (message === false) break;
      found.push(message.content.toString());
    }
    await other.close();
    return found;
  }

  it('goes out in one write, and in its order', async () => {
    const { writes } = watched(connected);
    publishAll();
    await channel.waitForConfirms();
    expect(writes()).toBe(1);
    expect(await arrived()).toEqual(bodies);
  });

  it('leaves nothing held back when the turn is over, also turn after turn', async () => {
    const { socket, writes } = watched(connected);
    for (let turn = 1; turn <= 3; turn += 1) {
      publishAll();
      await channel.waitForConfirms();
      expect([writes(), socket.writableCorked, socket.writableLength]).toEqual([turn, 0, 0]);
    }
  });

  it('has gone out whole when the connection is closed in the same turn', async () => {
    publishAll();
    await connected.close(channel);
    expect(await arrived()).toEqual(bodies);
  });
});
