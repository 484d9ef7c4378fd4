import { connect } from 'amqplib';
import pg from 'pg';
import { type Broker, BrokerUnavailable } from '../../src/broker/broker.js';
import { EmbeddedBroker } from '../../src/broker/embedded/embedded-broker.js';
import { PrefixedBroker } from '../../src/broker/prefixed-broker.js';
import { RabbitMqBroker } from '../../src/broker/rabbitmq/rabbitmq-broker.js';

/** Where messages travel: a RabbitMQ server, or the two tables in the service's database. */
export type TransportSettings = {
  readonly brokerUrl: string | null;
  readonly databaseUrl: string;
  /** In front of every exchange and queue name, as the service's BROKER_PREFIX. */
  readonly prefix: string;
};

/** The way to the broker, and the house-keeping that its port doesn't have. */
export type Transport = {
  readonly connect: (name: string) => Broker;
  /** @throws QueueInUse: nobody else's queue is touched. */
  readonly refuseIfInUse: (queues: readonly string[]) => Promise<void>;
  /** Deletes queues with all that is in them. */
  readonly remove: (queues: readonly string[]) => Promise<void>;
};

/** Somebody consumes a queue that the demo would have to empty: the neighbours themselves may be at work on this broker. */
export class QueueInUse extends Error {
  readonly code = 'DEMO.QUEUE_IN_USE';
  constructor(queue: string) {
    super(
      `The queue ${queue} on this broker has a consumer already. The demo plays Basket, Ordering and Notification itself ` +
        'and deletes their queues at its end, so it needs a broker (or a virtual host) without the real ones.',
    );
  }
}

const quiet = { info: () => undefined, warn: () => undefined };

export function transportTo(settings: TransportSettings): Transport {
  return {
    connect: (name) => new PrefixedBroker(connectTo(settings, name), settings.prefix),
    refuseIfInUse: (queues) => refuseIfInUse(settings, queues),
    remove: (queues) => removeQueues(settings, queues),
  };
}

function connectTo({ brokerUrl, databaseUrl }: TransportSettings, name: string): Broker {
  return brokerUrl === null
    ? new EmbeddedBroker({ url: databaseUrl, log: quiet })
    : new RabbitMqBroker({ url: brokerUrl, log: quiet, name: `demo ${name}` });
}

async function refuseIfInUse({ brokerUrl, prefix }: TransportSettings, queues: readonly string[]): Promise<void> {
  if (brokerUrl === null) return;
  await withRabbitMq(brokerUrl, async (connection) => {
    for (const queue of queues.map((name) => prefix + name)) {
      const channel = await connection.createChannel();
      // A queue that isn't there closes the channel, with the error that the check rejects with.
      channel.on('error', () => undefined);
      const found = await channel.checkQueue(queue).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 404) return null;
        throw error;
      });
      if (found !== null && found.consumerCount > 0) throw new QueueInUse(queue);
      if (found !== null) await channel.close();
    }
  });
}

async function removeQueues(
  { brokerUrl, databaseUrl, prefix }: TransportSettings,
  names: readonly string[],
): Promise<void> {
  const queues = names.map((name) => prefix + name);
  if (brokerUrl === null) {
    await withPostgres(databaseUrl, async (client) => {
      await client.query('DELETE FROM broker_bindings WHERE queue = ANY($1)', [queues]);
      await client.query('DELETE FROM broker_messages WHERE queue = ANY($1)', [queues]);
    });
    return;
  }
  await withRabbitMq(brokerUrl, async (connection) => {
    const channel = await connection.createChannel();
    // MassTransit's senders send to the exchange of the queue's own name.
    for (const queue of queues) {
      await channel.deleteQueue(queue);
      await channel.deleteExchange(queue);
    }
    await channel.close();
  });
}

type Connection = Awaited<ReturnType<typeof connect>>;

async function withRabbitMq(url: string, act: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await connect(url, { timeout: 5_000 }).catch((cause: unknown) => {
    throw new BrokerUnavailable({ cause });
  });
  // The loss of the connection also rejects what is under way on it.
  connection.on('error', () => undefined);
  try {
    await act(connection);
  } finally {
    await connection.close();
  }
}

async function withPostgres(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
