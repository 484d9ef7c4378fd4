import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { TestSite } from '../tools/test-service.js';
import { type Life, lifeOf } from './orders-under-way.js';
import { ServiceProcess } from './service-process.js';

// More than one prefetch, so that some are in hand and most still with the broker when the signal comes.
const env = { CONSUMER_PREFETCH: '100', OUTBOX_SWEEP_INTERVAL: '00:00:01' };
const first = 200;
const rest = 300;

let site: TestSite;
let neighbours: Neighbours;
let life: Life;
let running: ServiceProcess[] = [];

beforeEach(async () => {
  site = await TestSite.open(env);
  neighbours = await Neighbours.join(site.broker);
  life = lifeOf(site, neighbours);
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((service) => service.kill()));
  await site.close();
});

async function start(own: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const service = await ServiceProcess.start({ ...site.env, ...own });
  running.push(service);
  return service;
}

/** Starts a process, gives it much to do, and ends it in the middle. @returns how it ended */
async function endInTheMiddle(signal: 'SIGTERM' | 'SIGKILL') {
  const service = await start();
  const feeding = life.placeAndComplete(first);
  await eventually(async () => expect(await life.applied()).toBeGreaterThan(50));
  const ended = service.end(signal);
  await life.placeAndComplete(rest);
  await feeding;
  return ended;
}

const twice = (ids: readonly string[]): readonly string[] => ids.filter((id, at) => ids.indexOf(id) !== at);

describe('SIGTERM under load', () => {
  it('ends the process in time, gives its lanes back, and a second process finishes with nothing lost or doubled', async () => {
    const { code, afterMs } = await endInTheMiddle('SIGTERM');
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(10_000);
    expect(await life.holders()).toEqual({ lanes: 0, relays: 0 });
    const applied = await life.applied();
    expect(applied).toBeGreaterThan(50);
    expect(applied).toBeLessThan(2 * (first + rest));

    await start();
    await life.allDone(first + rest);
    expect(twice(neighbours.heard.map(({ messageId }) => messageId))).toEqual([]);
  });
});

describe('SIGKILL under load', () => {
  it('loses and doubles nothing in the database, and repeats on the wire only what is the same byte for byte', async () => {
    const { signal } = await endInTheMiddle('SIGKILL');
    expect(signal).toBe('SIGKILL');
    const dead = await life.leases();
    expect(dead.every(({ owner }) => owner !== null)).toBe(true);
    expect(await life.applied()).toBeLessThan(2 * (first + rest));

    await start();
    await life.allDone(first + rest);
    const leases = await life.leases();
    leases.forEach(({ owner, token }, lane) => {
      expect(owner).not.toBe(dead[lane]?.owner);
      expect(token).toBe((dead[lane]?.token ?? 0) + 1);
    });
    const bodies = new Map(neighbours.heard.map(({ messageId, message }) => [messageId, message.body.toString()]));
    for (const { messageId, message } of neighbours.heard) expect(message.body.toString()).toBe(bodies.get(messageId));
  });
});

describe('roles in processes of their own', () => {
  it('are ready each for itself, do only their own part, and take over where one was away', async () => {
    const [consumer, relay] = await Promise.all([start({ ROLES: 'consumer' }), start({ ROLES: 'relay' })]);
    expect(await Promise.all([consumer.ready(), relay.ready()])).toEqual([200, 200]);
    expect((await fetch(`${relay.url}/api/v1/orders`)).status).toBe(404);
    await life.placeAndComplete(20);
    await life.allDone(20);

    expect(await relay.end('SIGTERM')).toMatchObject({ code: 0 });
    await life.placeAndComplete(20);
    await eventually(async () => expect(await life.applied()).toBe(80));
    expect(await consumer.ready()).toBe(200);
    expect(neighbours.heard).toHaveLength(40);

    await start({ ROLES: 'relay' });
    await life.allDone(40);
    expect(await consumer.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(twice(neighbours.heard.map(({ messageId }) => messageId))).toEqual([]);
  });
});
