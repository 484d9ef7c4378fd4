import { afterEach, describe, expect, it } from '@jest/globals';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testRedisUrl } from '../tools/parts.js';
import { type Env, TestSite } from '../tools/test-service.js';

const checkout = 'UserCheckedOutIntegrationEvent';
const anHour = '01:00:00';
// Between the usual few milliseconds and any sweep.
const promptly = { within: 3_000 };

function wakesRelaysElsewhere(env: () => Env): void {
  let site: TestSite;

  afterEach(async () => {
    await site.close();
  });

  async function open(sweep: string): Promise<Neighbours> {
    site = await TestSite.open({ ...env(), OUTBOX_SWEEP_INTERVAL: sweep });
    await site.start({ ROLES: 'relay' });
    await site.start({ ROLES: 'consumer' });
    return Neighbours.join(site.broker);
  }

  /** One after the other, so that each needs a wake-up of its own. */
  async function placePromptly(neighbours: Neighbours, orders: number): Promise<void> {
    for (let placed = 0; placed < orders; placed += 1) {
      const order = Neighbours.order();
      await neighbours.say(checkout, order);
      await eventually(() => {
        expect(neighbours.commandsOf(order.orderId)).toHaveLength(1);
      }, promptly);
    }
  }

  it('at each commit of another process, without waiting for a sweep', async () => {
    await placePromptly(await open(anHour), 8);
  });

  it('also while the queue loses all that it holds: nothing is lost, and the sweep comes back', async () => {
    const neighbours = await open('00:00:01');
    await placePromptly(neighbours, 2);
    const said: { readonly orderId: string }[] = [];
    for (let burst = 0; burst < 6; burst += 1) {
      const orders = Array.from({ length: 10 }, () => Neighbours.order());
      said.push(...orders);
      await Promise.all([...orders.map((order) => neighbours.say(checkout, order)), loseTheQueue()]);
    }
    await eventually(() => {
      expect(said.filter(({ orderId }) => neighbours.commandsOf(orderId).length !== 1)).toEqual([]);
    });
    await loseTheQueue();
    await eventually(async () => {
      expect(await schedulers()).toBeGreaterThan(0);
    });
    await placePromptly(neighbours, 2);
  });

  async function loseTheQueue(): Promise<void> {
    if (site.env.REDIS_URL !== undefined) await site.loseRedisKeys();
    else await site.sql.query('truncate bullmq.job, bullmq.scheduler cascade');
  }

  async function schedulers(): Promise<number> {
    if (site.env.REDIS_URL !== undefined)
      return (await site.redisKeys()).filter((key) => key.endsWith(':repeat')).length;
    return (await site.sql.query('select from bullmq.scheduler')).rowCount ?? 0;
  }
}

describe('BullMQ on PostgreSQL wakes the relay of another process', () => {
  wakesRelaysElsewhere(() => ({}));
});

describeWith('redis', 'BullMQ on Redis wakes the relay of another process', () => {
  wakesRelaysElsewhere(() => ({ REDIS_URL: testRedisUrl() }));
});
