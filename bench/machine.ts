import { cpus, totalmem } from 'node:os';
import { connect } from 'amqplib';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { ServerUrls } from './server-urls.js';

/** What the figures were measured on; without it they say nothing. */
export async function machine(servers: ServerUrls): Promise<Readonly<Record<string, string>>> {
  const [first] = cpus();
  return {
    processor: `${String(cpus().length)} × ${first?.model.trim() ?? 'unknown'}`,
    memory: `${String(Math.round(totalmem() / 2 ** 30))} GiB`,
    node: process.version,
    postgresql: await aboutPostgres(servers.database),
    rabbitmq: await aboutRabbitMq(servers.broker),
    redis: await aboutRedis(servers.redis),
    at: new Date().toISOString(),
  };
}

async function aboutPostgres(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ readonly about: string }>(
      `select string_agg(name || ' ' || current_setting(name), ', ' order by name = 'server_version' desc, name) as about from pg_settings
       where name in ('server_version', 'fsync', 'synchronous_commit', 'shared_buffers', 'full_page_writes', 'max_wal_size')`,
    );
    return rows[0]?.about ?? '';
  } finally {
    await client.end();
  }
}

async function aboutRabbitMq(url: string): Promise<string> {
  const { connection, close } = await connect(url).then((model) => ({
    connection: model.connection,
    close: () => model.close(),
  }));
  await close();
  return connection.serverProperties.version;
}

async function aboutRedis(url: string): Promise<string> {
  const redis = new Redis(url);
  const info = await redis.info('server');
  redis.disconnect();
  return /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown';
}
