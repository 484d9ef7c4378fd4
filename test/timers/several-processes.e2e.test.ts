import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { DueTimers } from '../../src/timers/due-timers.js';
import { TimerSweep } from '../../src/timers/timer-sweep.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testRedisUrl } from '../tools/parts.js';
import { type Env, type RunningService, TestSite } from '../tools/test-service.js';
import { hurried, silentBasket, timerOf } from './order-under-timer.js';

const orders = 25;
const placeOrder = 'PlaceOrderCommand';

/** Timers are rows, so they outlive their process, and belong to none of several. */
function timersAreRows(env: () => Env): void {
  let site: TestSite;
  let neighbours: Neighbours;

  beforeEach(async () => {
    site = await TestSite.open({ ...hurried, ...env() });
  });

  afterEach(async () => {
    await site.close();
  });

  const typesHeard = (orderId: string) => neighbours.commandsOf(orderId).map(({ type }) => type);

  /** An order whose timer is set, and nobody there to watch it. */
  async function placeAndStop(retryTimeout: string): Promise<string> {
    const service = await site.start({ ORDER_MAX_RETRY_TIMEOUT: retryTimeout });
    neighbours = await Neighbours.join(site.broker);
    const orderId = await silentBasket(neighbours);
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual([placeOrder]);
    });
    await service.stop();
    expect(await timerOf(site, orderId)).toMatchObject({
      timeout_retry_count: 0,
      wake_at: expect.any(Date) as unknown,
    });
    return orderId;
  }

  it('fires one that was set before a restart, when its time has come', async () => {
    const orderId = await placeAndStop('00:00:02');
    await site.start({ ORDER_MAX_RETRY_TIMEOUT: '01:00:00' });
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual([placeOrder, placeOrder]);
    });
  });

  it('fires one that fell due while no process ran', async () => {
    const orderId = await placeAndStop('01:00:00');
    await site.sql.query(`update orders set wake_at = now() - interval '1 hour' where order_id = $1`, [orderId]);
    await site.start({ ORDER_MAX_RETRY_TIMEOUT: '01:00:00' });
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual([placeOrder, placeOrder]);
    });
  });

  it('applies each once, however many processes sweep at once', async () => {
    const services = [await site.start(), await site.start({ ROLES: 'timers,relay' })];
    neighbours = await Neighbours.join(site.broker);
    const placed = await Promise.all(Array.from({ length: orders }, () => silentBasket(neighbours)));
    await eventually(async () => {
      await Promise.all(services.map(sweepNow));
      const { rowCount } = await site.sql.query(`select from orders where status = 'Failed'`);
      expect(rowCount).toBe(orders);
    });
    await eventually(() => {
      for (const orderId of placed)
        expect(typesHeard(orderId)).toEqual([placeOrder, placeOrder, placeOrder, 'CancelOrderCommand']);
    });
    const { rows } = await site.sql.query<{ readonly type: string; readonly times: number }>(
      `select type, data->>'attempt' as attempt, count(*)::int as times from order_events group by 1, 2 order by min(version)`,
    );
    expect(rows).toEqual([
      { type: 'OrderPlaced', attempt: null, times: orders },
      { type: 'PlaceOrderRetried', attempt: '1', times: orders },
      { type: 'PlaceOrderRetried', attempt: '2', times: orders },
      { type: 'OrderTimedOut', attempt: '3', times: orders },
    ]);
  });
}

/** A sweep that no tick asked for, at the same time as those that one did. */
async function sweepNow({ app }: RunningService): Promise<void> {
  const due = app.get(DueTimers, { strict: false });
  await new TimerSweep(due, app.get(CommandBus, { strict: false })).sweep();
}

describe('a timer, with BullMQ on PostgreSQL', () => {
  timersAreRows(() => ({}));
});

describeWith('redis', 'a timer, with BullMQ on Redis', () => {
  timersAreRows(() => ({ REDIS_URL: testRedisUrl() }));
});
