/** As the migration makes them. */
export const EMBEDDED_BROKER_TABLES = `
create table broker_bindings (exchange text not null, queue text not null, primary key (exchange, queue));
create table broker_messages (
  id bigint generated always as identity primary key,
  queue text not null,
  exchange text not null,
  message_id text,
  content_type text,
  headers json not null,
  body bytea not null,
  redelivered boolean not null default false,
  published_at timestamptz not null default now()
);
create index broker_messages_queue on broker_messages (queue, id);`;
