/** Text, as the driver gives a bigint. */
export type MessageRow = {
  readonly id: string;
  readonly exchange: string;
  readonly message_id: string | null;
  readonly content_type: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly redelivered: boolean;
};

export type ReadBatch = {
  readonly queue: string;
  readonly settled: readonly string[];
  /** Those in hand, the settled ones too: this statement doesn't see what it deletes. */
  readonly inHand: readonly string[];
  readonly limit: number;
};

/**
 * Deletes the settled and reads the next, always from the front: a lower id may become visible after a higher one, so a cursor would skip it.
 * The last one read is marked, which stands for all up to it: one small update per batch, and since only a settled prefix is deleted the mark
 * lives as long as any message that was handed on with it.
 */
const TEXT = `
with gone as (
  delete from broker_messages where id = any($2::bigint[])
), next as materialized (
  select id, exchange, message_id, content_type, headers, body, redelivered from broker_messages
  where queue = $1 and not (id = any($3::bigint[])) order by id limit $4
), marked as (
  update broker_messages set redelivered = true where id = (select max(id) from next) and not redelivered
)
select * from next order by id`;

export function readStatement({ queue, settled, inHand, limit }: ReadBatch): {
  name: string;
  text: string;
  values: unknown[];
} {
  return { name: 'broker_read', text: TEXT, values: [queue, settled, inHand, limit] };
}
