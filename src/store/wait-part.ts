import { type Column, type NextRelation } from './columns.js';
import { type OfOrder, rowsOf, type StatementPart } from './statement-part.js';
import type { NewDeferred, OrderWrite } from './tables.js';

const deferredColumns: readonly Column<OfOrder<NewDeferred>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'message_id', type: 'text', of: ({ row }) => row.messageId },
  { name: 'version', type: 'int', of: ({ row }) => row.version },
  { name: 'type', type: 'text', of: ({ row }) => row.original.type },
  { name: 'source', type: 'text', of: ({ row }) => row.original.source },
  { name: 'content_type', type: 'text', of: ({ row }) => row.original.contentType },
  { name: 'headers', type: 'json', of: ({ row }) => JSON.stringify(row.original.headers) },
  { name: 'body', type: 'bytea', of: ({ row }) => row.original.body },
];

const endedColumns: readonly Column<OrderWrite>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'expired', type: 'boolean', of: ({ waiting }) => waiting === 'expired' },
];

export const touchesWaits = ({ deferred, waiting }: OrderWrite): boolean => deferred.length > 0 || waiting !== 'keep';

/** What came before its order's checkout, and the end of such a wait. */
export function waitPart(next: NextRelation): StatementPart {
  const deferred = next('d', deferredColumns);
  const ended = next('w', endedColumns);
  const ctes = `
waits as (
  insert into deferred_messages (${deferred.names})
  select d.order_id, d.message_id, d.version, d.type, d.source, d.content_type, d.headers, d.body
  from ${deferred.sql} join ok using (order_id)),
ended as (
  delete from deferred_messages f using ${ended.sql} join ok using (order_id)
  where f.order_id = w.order_id
  returning f.*, w.expired),
forgotten as (
  delete from inbox b using ended f
  where f.expired and b.order_id = f.order_id and b.message_id = f.message_id),
buried as (
  insert into dead_letters (fingerprint, direction, reason, detail, order_id, type, message_id, source, content_type, headers, body)
  select 'expired:' || order_id || ':' || message_id || ':' || version, 'inbound', 'CheckoutWaitExpired',
    'No checkout of this order came while the message waited for it',
    order_id, type, message_id, source, content_type, headers, body
  from ended where expired order by order_id, version
  on conflict (fingerprint) do nothing)`;
  return {
    ctes,
    parameters: (to, writes) => [
      ...deferred.parameters(
        to,
        rowsOf(writes, (write) => write.deferred),
      ),
      ...ended.parameters(
        to,
        writes.filter(({ waiting }) => waiting !== 'keep'),
      ),
    ],
  };
}
