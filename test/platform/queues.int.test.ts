import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createLog } from '../../src/platform/log.js';
import { Queues } from '../../src/platform/queues.js';
import type { WakeQueue, WakeWorker } from '../../src/platform/wake-queues.js';
import { Proxy } from '../tools/proxy.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testRedisUrl } from '../tools/parts.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';

const patient = { within: 20_000 };

/** What a process makes of its queue's wake-ups, through a door to the server that a test can shut. */
function wakes(redisUrl: () => string | undefined): void {
  let database: TestDatabase;
  let proxy: Proxy;
  let queues: Queues;
  let queue: WakeQueue;
  let worker: WakeWorker | null;
  let woken: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    const redis = redisUrl();
    proxy = await (redis === undefined ? Proxy.to(database.url, 5432) : Proxy.to(redis, 6379));
    woken = 0;
    worker = null;
    queues = new Queues(
      {
        redisUrl: redis === undefined ? undefined : proxy.url,
        databaseUrl: redis === undefined ? proxy.url : database.url,
        prefix: `{test-${randomUUID()}}`,
      },
      createLog('silent'),
    );
  });

  afterEach(async () => {
    await worker?.close();
    await queue.remove();
    await queue.close();
    await queues.close();
    await proxy.close();
    await database.drop();
  });

  function begin(work: () => Promise<void> = () => Promise.resolve()): void {
    queue = queues.open('some');
    worker = queues.work('some', () => {
      woken += 1;
      return work();
    });
  }

  /** A wake-up that is rung for now is heard. */
  async function isHeard(): Promise<void> {
    const before = woken;
    await eventually(async () => {
      await queue.ring();
      expect(woken).toBeGreaterThan(before);
    }, patient);
  }

  it('once for each ring that comes alone', async () => {
    begin();
    for (let rings = 1; rings <= 3; rings += 1) {
      await queue.ring();
      await eventually(() => {
        expect(woken).toBe(rings);
      });
    }
  });

  it('once more after a burst of rings that came while it was busy, and loses none', async () => {
    let finish: () => void = () => undefined;
    begin(() => new Promise((resolve) => (finish = resolve)));
    await queue.ring();
    await eventually(() => {
      expect(woken).toBe(1);
    });
    await Promise.all(Array.from({ length: 20 }, () => queue.ring()));
    expect(woken).toBe(1);
    finish();
    await eventually(() => {
      expect(woken).toBe(2);
    });
    finish();
    await queue.ring();
    await eventually(() => {
      expect(woken).toBe(3);
    });
    finish();
  });

  it('at each tick that it asked for, however often it asked', async () => {
    begin();
    await Promise.all([queue.every(100), queue.every(100)]);
    await eventually(() => {
      expect(woken).toBeGreaterThan(3);
    });
  });

  it('also after its connections were dropped, at whatever moment', async () => {
    begin();
    for (let drops = 0; drops < 3; drops += 1) {
      proxy.drop();
      await isHeard();
    }
  });

  it('also if the server was out of reach when it was opened', async () => {
    proxy.shut();
    begin();
    const refused = await Promise.allSettled([queue.ring()]);
    expect(refused[0].status).toBe('rejected');
    proxy.open();
    await isHeard();
  });
}

describe('a queue on PostgreSQL wakes its worker', () => {
  wakes(() => undefined);
});

describeWith('redis', 'a queue on Redis wakes its worker', () => {
  wakes(() => testRedisUrl());
});
