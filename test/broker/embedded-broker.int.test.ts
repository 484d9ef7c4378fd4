import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { EmbeddedBroker } from '../../src/broker/embedded/embedded-broker.js';
import { eventually } from '../tools/eventually.js';
import { testDatabaseUrl } from '../tools/parts.js';
import { brokerConformance } from './conformance.js';
import { EMBEDDED_BROKER_TABLES } from './embedded-tables.js';
import { Proxy } from '../tools/proxy.js';
import { Warnings } from './warnings.js';
import { message, Names, numbered, reachable, Received, type World } from './world.js';

const NEIGHBOURING_SCHEMA = 'neighbour';

async function onServer<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

type EmbeddedWorld = World & { readonly url: string };
let database: EmbeddedWorld | undefined;

async function start(): Promise<World> {
  const admin = testDatabaseUrl();
  const name = `broker_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(admin, (client) => client.query(`create database ${name}`));
  const direct = new URL(admin);
  direct.pathname = `/${name}`;
  await onServer(direct.href, async (client) => {
    await client.query(EMBEDDED_BROKER_TABLES);
    await client.query(`create schema ${NEIGHBOURING_SCHEMA}; set search_path = ${NEIGHBOURING_SCHEMA};`);
    await client.query(EMBEDDED_BROKER_TABLES);
  });
  const proxy = await Proxy.to(direct.href, 5432);
  const [names, log] = [new Names(), new Warnings()];
  database = {
    url: direct.href,
    open: () => {
      log.texts.length = 0;
      return new EmbeddedBroker({ url: proxy.url, log });
    },
    dropConnections: async () => {
      await onServer(admin, (client) =>
        client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]),
      );
    },
    setReachable: (isReachable) => (isReachable ? proxy.open() : proxy.shut()),
    name: (stem) => names.give(stem),
    warnings: () => log.texts,
    dispose: async () => {
      await proxy.close();
      await onServer(admin, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
  return database;
}

describe('EmbeddedBroker', () => {
  const world = brokerConformance(start);

  function url(): string {
    if (database === undefined) throw new Error('The world begins in beforeAll');
    return database.url;
  }

  it('reads a message that became visible after a later one', async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    const broker = await reachable(world().open());
    const received = new Received();
    await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.keep);

    await onServer(url(), async (slow) => {
      const insert = 'insert into broker_messages (queue, exchange, headers, body) values ($1, $2, $3, $4)';
      await slow.query('begin');
      await slow.query(insert, [queue, exchange, '{}', Buffer.from('1')]);
      await broker.publish({ exchange }, message('2'));
      await eventually(() => expect(received.texts).toEqual(['2']));
      received.at(0).acknowledge();
      await slow.query('commit');
    });

    await eventually(() => expect(received.texts).toEqual(['2', '1']));
  });

  it('finds what no notification announced', async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    const received = new Received();
    await world()
      .open()
      .consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
    await onServer(url(), (client) =>
      client.query("insert into broker_messages (queue, exchange, headers, body) values ($1, $2, '{}', 'x')", [
        queue,
        exchange,
      ]),
    );
    await eventually(() => expect(received.texts).toEqual(['x']));
  });

  it('leaves no row behind', async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    const broker = await reachable(world().open());
    const received = new Received();
    await broker.consume({ queue, exchanges: [exchange], prefetch: 10 }, received.acknowledge);
    await Promise.all(numbered(1, 100).map((text) => broker.publish({ exchange }, message(text))));
    await eventually(() => expect(received.texts).toHaveLength(100));
    await eventually(async () => {
      const { rows } = await onServer(url(), (client) =>
        client.query('select count(*)::int as left from broker_messages where queue = $1', [queue]),
      );
      expect(rows).toEqual([{ left: 0 }]);
    });
  });

  it('keeps the queues of two schemas apart, their consumers too', async () => {
    const [exchange, queue] = [world().name('x'), world().name('q')];
    const here = await reachable(world().open());
    const there = new EmbeddedBroker({ url: url(), log: new Warnings(), schema: NEIGHBOURING_SCHEMA });
    const [ours, theirs] = [new Received(), new Received()];
    try {
      await here.consume({ queue, exchanges: [exchange], prefetch: 10 }, ours.acknowledge);
      await there.consume({ queue, exchanges: [exchange], prefetch: 10 }, theirs.acknowledge);
      await here.publish({ exchange }, message('here'));
      await (await reachable(there), there.publish({ exchange }, message('there')));
      await eventually(() => expect(theirs.texts).toEqual(['there']));
      await eventually(() => expect(ours.texts).toEqual(['here']));
    } finally {
      await there.close();
    }
  });
});
