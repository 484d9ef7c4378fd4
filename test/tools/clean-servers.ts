import { connect } from 'amqplib';
import { Redis } from 'ioredis';
import {
  baseExchange,
  commandExchanges,
  errorQueue,
  eventExchanges,
  financeQueue,
  skippedQueue,
} from '../../src/contracts/topology.js';

/** Deletes what a service with this BROKER_PREFIX declared, and further queues; without a RabbitMQ there is nothing to delete. */
export async function cleanBroker(
  url: string | undefined,
  prefix: string,
  furtherQueues: readonly string[],
): Promise<void> {
  if (url === undefined) return;
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const queues = [financeQueue, errorQueue, skippedQueue, ...furtherQueues];
  for (const name of queues) await channel.deleteQueue(prefix + name);
  for (const name of [...queues, ...eventExchanges, ...commandExchanges, baseExchange]) {
    await channel.deleteExchange(prefix + name);
  }
  await connection.close();
}

/** The keys of a service with this QUEUE_PREFIX. */
export const redisKeys = (url: string | undefined, prefix: string): Promise<readonly string[]> =>
  inRedis(url, (redis) => redis.keys(`${prefix}*`));

/** As FLUSHALL would, but for the keys of this QUEUE_PREFIX only. */
export const cleanRedis = (url: string | undefined, prefix: string): Promise<readonly string[]> =>
  inRedis(url, async (redis) => {
    const keys = await redis.keys(`${prefix}*`);
    if (keys.length > 0) await redis.unlink(keys);
    return keys;
  });

async function inRedis(url: string | undefined, work: (redis: Redis) => Promise<string[]>): Promise<readonly string[]> {
  if (url === undefined) return [];
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
