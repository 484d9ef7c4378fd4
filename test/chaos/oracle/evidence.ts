import pg from 'pg';
import type { OrderId } from '../../../src/kernel/ids.js';
import { type StoredLife, storedLives } from '../../store/stored-life.js';
import { hashOf } from '../recorder.js';
import type { PaymentRow } from './payment-faults.js';

/** A message as the outbox keeps it. */
export type SentMessage = {
  readonly orderId: string;
  readonly sequence: number;
  readonly messageId: string;
  readonly type: string;
  readonly causedBy: string;
  readonly hash: string;
};

/** What is in an order's history of its payment. */
export type PaymentShare = {
  /** Of each event, the message that caused it. */
  readonly causes: readonly string[];
  /** Of those that said for good that the order won't be paid. */
  readonly declines: ReadonlySet<string>;
};

export const noShare: PaymentShare = { causes: [], declines: new Set() };

/** All that the database says, after the last fault. */
export type Evidence = {
  readonly lives: ReadonlyMap<string, StoredLife>;
  /** In each order's sequence. */
  readonly sent: ReadonlyMap<string, readonly SentMessage[]>;
  readonly shares: ReadonlyMap<string, PaymentShare>;
  readonly payments: readonly PaymentRow[];
  readonly deadLetters: ReadonlySet<string>;
  readonly unsent: number;
  readonly overdueTimers: number;
};

type SentRow = Omit<SentMessage, 'hash'> & { readonly body: string };

const sentSql = `select order_id as "orderId", sequence, message_id as "messageId", type, body,
  headers ->> 'causation-id' as "causedBy" from messages order by order_id, sequence`;

const sharesSql = `select order_id as "orderId", array_agg(caused_by order by version) as causes,
  coalesce(array_agg(caused_by) filter (where type = 'payment.AuthorizationFellShort'
    or (type = 'payment.AuthorizationDeclined' and (data ->> 'final')::boolean)), '{}') as declines
  from order_events where type like 'payment.%' group by order_id`;

type ShareRow = { readonly orderId: string; readonly causes: readonly string[]; readonly declines: readonly string[] };

const paymentsSql = `select o.order_id as "orderId", o.status as "order", coalesce(p.status, 'None') as payment,
  p.review_reason as review, p.state -> 'method' ->> 'token' as token, coalesce(a.held_minor, 0) as held,
  coalesce(a.captured_minor, 0) as captured, coalesce(a.refunded_minor, 0) as refunded
  from orders o left join payments p using (order_id) left join payment_amounts a using (order_id)`;

// node-postgres gives a bigint as its text.
type TextRow = Omit<PaymentRow, 'held' | 'captured' | 'refunded'> &
  Readonly<Record<'held' | 'captured' | 'refunded', string>>;

const countsSql = `select (select count(*)::int from outbox) as unsent,
  (select count(*)::int from orders where wake_at < now() - interval '5 seconds') as overdue`;

/** Reads with SQL of its own, past the service. */
export async function readEvidence(url: string): Promise<Evidence> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const query = async <Row>(sql: string, ...values: readonly unknown[]): Promise<readonly Row[]> =>
    (await client.query(sql, [...values])).rows as readonly Row[];
  try {
    const ids = await query<{ readonly order_id: OrderId }>('select order_id from orders');
    const [counts] = await query<{ readonly unsent: number; readonly overdue: number }>(countsSql);
    const letters = await query<{ readonly message_id: string }>('select message_id from dead_letters');
    return {
      lives: await storedLives(
        query,
        ids.map((row) => row.order_id),
      ),
      sent: byOrder(await query<SentRow>(sentSql)),
      shares: new Map(
        (await query<ShareRow>(sharesSql)).map(({ orderId, causes, declines }) => [
          orderId,
          { causes, declines: new Set(declines) },
        ]),
      ),
      payments: (await query<TextRow>(paymentsSql)).map(({ held, captured, refunded, ...row }) => ({
        ...row,
        ...{ held: BigInt(held), captured: BigInt(captured), refunded: BigInt(refunded) },
      })),
      deadLetters: new Set(letters.map((row) => row.message_id)),
      unsent: counts?.unsent ?? Number.NaN,
      overdueTimers: counts?.overdue ?? Number.NaN,
    };
  } finally {
    await client.end();
  }
}

function byOrder(rows: readonly SentRow[]): Evidence['sent'] {
  const sent = new Map<string, SentMessage[]>();
  for (const { body, ...row } of rows) {
    const message = { ...row, hash: hashOf(body) };
    const messages = sent.get(row.orderId);
    if (messages === undefined) sent.set(row.orderId, [message]);
    else messages.push(message);
  }
  return sent;
}
