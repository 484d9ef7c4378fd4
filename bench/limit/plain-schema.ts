import pg from 'pg';
import type { OrderWrite } from '../../src/store/tables.js';
import { orderIdSql } from './order-id-sql.js';

/** The least that a saga with an inbox and an outbox needs. */
export const plainTables = [
  `create table inbox (message_id uuid primary key, received_at timestamptz not null default now())`,
  `create table saga (order_id uuid primary key, state text not null, version int not null, basket_id uuid,
    full_name text, email text, total numeric(18, 2), updated_at timestamptz not null default now())`,
  `create table event (order_id uuid, version int, type text not null, data jsonb not null,
    recorded_at timestamptz not null default now(), primary key (order_id, version))`,
  `create table outbox (id bigint generated always as identity primary key, order_id uuid not null, type text not null,
    body text not null, created_at timestamptz not null default now())`,
];

/** One plpgsql function for each step, with the messages that the service sends. */
export function plainSchemaFunctions(writes: readonly OrderWrite[]): readonly string[] {
  return [orderIdSql, ...writes.map(stepFunction)];
}

function stepFunction({ messages, order }: OrderWrite, index: number): string {
  const [version, state] = [String(index + 1), pg.escapeLiteral(order.state.status)];
  const body = pg.escapeLiteral(messages[0]?.encoded.body ?? '');
  const saga =
    index === 0
      ? `insert into saga (order_id, state, version, basket_id, full_name, email, total)
    values (id, ${state}, 1, id, 'Mai Tran', 'mai.tran@example.test', 42.50)`
      : `update saga set state = ${state}, version = ${version}, updated_at = now() where order_id = id and version = ${String(index)}`;
  return `
create function step_${version}(client int, n int) returns void language plpgsql as $step$
declare
  id uuid := bench_order_id(client, n);
begin
  insert into inbox (message_id) values (overlay(id::text placing '${version}' from 20)::uuid);
  ${saga};
  insert into event (order_id, version, type, data) values (id, ${version}, ${state}, '{"total": "42.50"}');
  insert into outbox (order_id, type, body) values (id, ${state}, ${body});
end $step$`;
}
