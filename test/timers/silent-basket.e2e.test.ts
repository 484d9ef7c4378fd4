import { afterEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { Clock, SystemClock } from '../../src/platform/clock.js';
import { askOrder } from '../service/ask-order.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { describeWith, testRedisUrl } from '../tools/parts.js';
import { type Env, startTestService, type StartOptions, type TestService } from '../tools/test-service.js';
import { historyOf, hurried, silentBasket, timerOf } from './order-under-timer.js';

const retryTimeoutMs = 300;
const sweepMs = 137;

/** Never ends the pause after which a process sweeps although the queue is silent: only BullMQ's scheduler is left. */
class WithoutOwnSweep extends SystemClock {
  override pause(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms !== sweepMs || signal === undefined) return super.pause(ms, signal);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }
}

/** Basket never answers: asked again while attempts remain, then the order fails. */
function asksAgainAndFails(env: () => Env): void {
  let service: TestService;
  let neighbours: Neighbours;

  const begin = async (own: Env = {}, options: StartOptions = {}) => {
    service = await startTestService({ ...hurried, ...env(), ...own }, options);
    neighbours = await Neighbours.join(service.broker);
  };

  afterEach(async () => {
    await service.stop();
  });

  const typesHeard = (orderId: string) => neighbours.commandsOf(orderId).map(({ type }) => type);

  it('at BullMQ’s ticks alone: three times, never before its time, and then tells the customer', async () => {
    const scheduledOnly: StartOptions = { overrides: [[Clock, new WithoutOwnSweep()]] };
    await begin({ ORDER_MAX_RETRY_TIMEOUT: 'PT0.3S', TIMER_SWEEP_INTERVAL: '00:00:00.137' }, scheduledOnly);
    const orderId = await silentBasket(neighbours);
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual([
        'PlaceOrderCommand',
        'PlaceOrderCommand',
        'PlaceOrderCommand',
        'CancelOrderCommand',
      ]);
    });
    const { rest, graphql } = await askOrder(service.url, orderId);
    expect(rest).toMatchObject({ state: 'Failed', timeoutRetryCount: 3 });
    expect(graphql).toMatchObject({ state: 'FAILED', timeoutRetryCount: 3 });
    const history = await historyOf(service.site, orderId);
    expect(history.map(({ type }) => type)).toEqual([
      'OrderPlaced',
      'PlaceOrderRetried',
      'PlaceOrderRetried',
      'OrderTimedOut',
    ]);
    for (const { afterMs } of history.slice(1)) expect(afterMs).toBeGreaterThanOrEqual(retryTimeoutMs);
    expect(await timerOf(service.site, orderId)).toMatchObject({ wake_at: null });
  });

  it('at the first time-out where one attempt is all, and without an address tells nobody', async () => {
    await begin({ ORDER_MAX_ATTEMPTS: '1' });
    const known = await silentBasket(neighbours);
    const unknown = await silentBasket(neighbours, { email: null });
    await eventually(async () => {
      expect(await timerOf(service.site, unknown)).toMatchObject({ status: 'Failed', timeout_retry_count: 1 });
      expect(typesHeard(known)).toEqual(['PlaceOrderCommand', 'CancelOrderCommand']);
    });
    expect(await askOrder(service.url, known)).toMatchObject({ rest: { state: 'Failed', timeoutRetryCount: 1 } });
    expect(typesHeard(unknown)).toEqual(['PlaceOrderCommand']);
  });

  it('although the queue loses its scheduler with all that it held', async () => {
    await begin({ ORDER_MAX_RETRY_TIMEOUT: '01:00:00' });
    const orderId = await silentBasket(neighbours);
    await eventually(async () => {
      expect(await timerOf(service.site, orderId)).toMatchObject({ status: 'Placed' });
    });
    await loseQueue(service);
    await service.site.sql.query('update orders set wake_at = now() where order_id = $1', [orderId]);
    await eventually(() => {
      expect(typesHeard(orderId)).toEqual(['PlaceOrderCommand', 'PlaceOrderCommand']);
    });
  });

  it('and not once more when Basket answers in time', async () => {
    await begin();
    const answered = await silentBasket(neighbours);
    await neighbours.say('BasketDeletedCompleteIntegrationEvent', Neighbours.order({ orderId: answered }));
    const silent = await silentBasket(neighbours);
    await eventually(async () => {
      expect(await timerOf(service.site, silent)).toMatchObject({ status: 'Failed' });
    });
    expect(await timerOf(service.site, answered)).toEqual({
      status: 'Placed',
      timeout_retry_count: 0,
      wake_at: null,
    });
    expect(typesHeard(answered)).toEqual(['PlaceOrderCommand', 'DeleteBasketCompleteCommand']);
  });
}

/** Takes from BullMQ all that it keeps, wherever that is, once the scheduler is among it. */
async function loseQueue({ site }: TestService): Promise<void> {
  const { REDIS_URL: url, QUEUE_PREFIX: prefix = '' } = site.env;
  if (url === undefined) {
    await eventually(async () => {
      const lost = await site.sql.query('with jobs as (delete from bullmq.job) delete from bullmq.scheduler');
      expect(lost.rowCount).toBeGreaterThan(0);
    });
    return;
  }
  const redis = new Redis(url);
  await eventually(async () => {
    expect(await redis.exists(`${prefix}:timers:repeat`)).toBe(1);
  });
  await redis.quit();
  await site.loseRedisKeys();
}

describe('a silent basket, with BullMQ on PostgreSQL, is asked again', () => {
  asksAgainAndFails(() => ({}));
});

describeWith('redis', 'a silent basket, with BullMQ on Redis, is asked again', () => {
  asksAgainAndFails(() => ({ REDIS_URL: testRedisUrl() }));
});
