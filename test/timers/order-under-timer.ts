import { Neighbours, type Payload } from '../service/neighbours.js';
import type { TestSite } from '../tools/test-service.js';

export const checkout = 'UserCheckedOutIntegrationEvent';

/** Time flies: three attempts, a third of a second apart. */
export const hurried = {
  ORDER_MAX_ATTEMPTS: '3',
  ORDER_MAX_RETRY_TIMEOUT: '00:00:00.3',
  TIMER_SWEEP_INTERVAL: '00:00:00.1',
} as const;

/** A checkout that Basket never answers. @returns the order's id */
export async function silentBasket(neighbours: Neighbours, payload: Payload = {}): Promise<string> {
  const order = Neighbours.order(payload);
  await neighbours.say(checkout, order);
  return order.orderId;
}

export type TimerRow = {
  readonly status: string;
  readonly timeout_retry_count: number;
  readonly wake_at: Date | null;
};

export async function timerOf({ sql }: TestSite, orderId: string): Promise<TimerRow | undefined> {
  const text = 'select status, timeout_retry_count, wake_at from orders where order_id = $1';
  return (await sql.query<TimerRow>(text, [orderId])).rows[0];
}

/** What happened to the order, oldest first, and how long after the event before, in milliseconds. */
export async function historyOf(
  { sql }: TestSite,
  orderId: string,
): Promise<readonly { readonly type: string; readonly afterMs: number | null }[]> {
  const text = `select type, extract(epoch from recorded_at - lag(recorded_at) over (order by version))::float8 * 1000 as "afterMs"
    from order_events where order_id = $1 order by version`;
  return (await sql.query<{ readonly type: string; readonly afterMs: number | null }>(text, [orderId])).rows;
}
