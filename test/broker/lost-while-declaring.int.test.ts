import { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { Topology } from '../../src/broker/rabbitmq/topology.js';
import { describeWith, testBrokerUrl } from '../tools/parts.js';
import { Names } from './world.js';
import { Warnings } from './warnings.js';

/** The connection goes right after the farewell of a channel was written, before the broker has answered it. */
function cutAtFarewell(connection: ChannelModel, channel: Channel): Channel {
  const close = channel.close.bind(channel);
  return Object.assign(channel, {
    close: () => {
      const closing = close();
      const { stream } = connection.connection as ChannelModel['connection'] & { readonly stream?: unknown };
      if (stream instanceof Duplex) stream.destroy(new Error('cut'));
      return closing;
    },
  });
}

describeWith('rabbitmq', 'a connection that is lost while something is declared', () => {
  const names = new Names();
  let connection: ChannelModel;

  beforeAll(async () => {
    connection = await connect(testBrokerUrl());
    connection.on('error', () => undefined);
  });

  afterAll(async () => {
    const cleaning = await connect(testBrokerUrl());
    const channel = await cleaning.createChannel();
    for (const name of names.given) await channel.deleteExchange(name);
    await cleaning.close();
  });

  it('fails the declaration at once, so that the next session is opened', async () => {
    const createChannel = connection.createChannel.bind(connection);
    connection.createChannel = async () => cutAtFarewell(connection, await createChannel());
    const declaring = new Topology(new Warnings()).publishTo(connection, [names.give('command')], names.give('base'));
    await expect(declaring).rejects.toThrow('Connection closed');
  });
});
