import pg from 'pg';
import { v7 } from 'uuid';
import type { OrderWrite } from '../../src/store/tables.js';

const stepsPerCall = 100;
const inFlight = 4;

const batchSql = `
with step as materialized (
  select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[]) as s(order_id, message_id, version, state, body)),
begun as (
  insert into saga (order_id, state, version, basket_id, full_name, email, total)
  select order_id, state, 1, order_id, 'Mai Tran', 'mai.tran@example.test', 42.50 from step where version = 1),
moved as (
  update saga set state = s.state, version = s.version, updated_at = now() from step s
  where saga.order_id = s.order_id and saga.version = s.version - 1 and s.version > 1),
seen as (insert into inbox (message_id) select message_id from step),
happened as (
  insert into event (order_id, version, type, data) select order_id, version, state, '{"total": "42.50"}' from step)
insert into outbox (order_id, type, body) select order_id, state, body from step`;

/** Orders a second on the plain schema through `pg`: 100 steps of as many orders in each call and commit, 4 calls at a time. */
export async function batchedOrders(pool: pg.Pool, writes: readonly OrderWrite[], seconds: number): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  const orders = await Promise.all(Array.from({ length: inFlight }, () => oneCaller(pool, writes, until)));
  return orders.reduce((sum, done) => sum + done, 0) / ((performance.now() - began) / 1_000);
}

async function oneCaller(pool: pg.Pool, writes: readonly OrderWrite[], until: number): Promise<number> {
  let orders = 0;
  while (performance.now() < until) {
    const ids = Array.from({ length: stepsPerCall }, () => v7());
    for (const [index, { order, messages }] of writes.entries()) {
      const same = <T>(value: T): readonly T[] => new Array<T>(stepsPerCall).fill(value);
      const body = messages[0]?.encoded.body ?? '';
      const values = [ids, ids.map(() => v7()), same(index + 1), same(order.state.status), same(body)];
      await pool.query({ name: 'batch', text: batchSql, values });
    }
    orders += ids.length;
  }
  return orders;
}
