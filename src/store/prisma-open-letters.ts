import { Injectable } from '@nestjs/common';
import { Database } from '../platform/prisma/database.js';
import { Wake } from '../platform/wake.js';
import type { LetterStretch } from '../saga/letter-selection.js';
import { type Discarding, type OpenLetter, OpenLetters, type Stretch } from '../saga/open-letters.js';
import type { Redelivered } from '../saga/redelivery.js';
import { openLetters } from './open-letter-condition.js';

// What a stretch may take of memory; its first letter always comes.
const mostBytes = 8 * 1024 * 1024;

type LetterRow = {
  readonly id: string;
  readonly position: bigint;
  readonly direction: 'inbound' | 'outbound';
  readonly message_id: string | null;
  readonly source: string;
  readonly content_type: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly found: bigint;
};

type HeldRow = { readonly id: string; readonly lane: number | null };
type DiscardedRow = HeldRow & { readonly position: bigint };

const toLetter = (row: LetterRow): OpenLetter => ({
  id: row.id,
  direction: row.direction,
  source: row.source,
  message: {
    messageId: row.message_id,
    contentType: row.content_type,
    headers: row.headers,
    body: Buffer.from(row.body.buffer, row.body.byteOffset, row.body.byteLength),
  },
});

/** Every statement locks letters by their position, so that two operators can't deadlock. */
@Injectable()
export class PrismaOpenLetters extends OpenLetters {
  constructor(
    private readonly database: Database,
    private readonly wake: Wake,
  ) {
    super();
  }

  override async read(stretch: LetterStretch): Promise<Stretch<OpenLetter>> {
    const rows = await this.database.client.$queryRaw<LetterRow[]>`
      with found as materialized (
        select l.id, l.position, octet_length(l.body) as bytes from dead_letters l
        where ${openLetters(stretch)} order by l.position limit ${stretch.limit + 1}),
      placed as (
        select id, count(*) over () as found, row_number() over (order by position) as place,
          sum(bytes) over (order by position) - bytes as before from found)
      select l.id, l.position, l.direction, l.message_id, l.source, l.content_type, l.headers, l.body, p.found
      from placed p join dead_letters l using (id)
      where p.place <= ${stretch.limit} and (p.place = 1 or p.before + octet_length(l.body) <= ${mostBytes})
      order by l.position`;
    const last = rows.at(-1);
    return {
      letters: rows.map(toLetter),
      next: last === undefined || BigInt(rows.length) === last.found ? null : last.position,
    };
  }

  override async settle(redelivered: ReadonlyMap<string, Redelivered>, by: string): Promise<void> {
    if (redelivered.size === 0) return;
    const fates = [...redelivered].map(([id, fate]) => ({ id, ...fate }));
    const faults = fates.map((fate) => (fate.outcome === 'failed' ? fate : null));
    await this.database.client.$executeRaw`
      with fate as (
        select * from unnest(${fates.map(({ id }) => id)}::uuid[], ${faults.map((fault) => fault?.reason ?? null)}::text[],
          ${faults.map((fault) => fault?.detail ?? null)}::text[], ${fates.map(({ orderId }) => orderId)}::uuid[],
          ${fates.map(({ type }) => type)}::text[]) as f(id, reason, detail, order_id, type)),
      open as (
        select l.id from dead_letters l join fate using (id) where l.resolved_at is null order by l.position for update of l)
      update dead_letters l set
        order_id = coalesce(l.order_id, f.order_id), type = coalesce(l.type, f.type),
        reason = coalesce(f.reason, l.reason), detail = coalesce(f.detail, l.detail),
        attempts = l.attempts + case when f.reason is null then 0 else 1 end,
        last_at = case when f.reason is null then l.last_at else now() end,
        resolution = case when f.reason is null then 'redriven' end,
        resolved_at = case when f.reason is null then now() end,
        resolved_by = case when f.reason is null then ${by} end
      from open join fate f using (id) where l.id = open.id`;
  }

  override async release(ids: readonly string[], by: string): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.client.$queryRaw<HeldRow[]>`
      with letter as materialized (
        select l.id, l.order_id, l.message_id from dead_letters l
        where l.id = any(${[...ids]}::uuid[]) and l.direction = 'outbound' and l.resolved_at is null
        order by l.position for update),
      freed as (
        update outbox o set quarantined_at = null, next_attempt_at = null, attempts = 0, last_error = null
        from letter l join messages m on m.order_id = l.order_id and m.message_id::text = l.message_id
        where o.order_id = m.order_id and o.sequence = m.sequence and o.quarantined_at is not null
        returning l.id, o.lane),
      put_away as (
        update dead_letters l set resolution = 'redriven', resolved_at = now(), resolved_by = ${by}
        from letter where l.id = letter.id)
      select id, freed.lane from freed`;
    this.ring(rows);
    return new Set(rows.map(({ id }) => id));
  }

  override async discard(stretch: LetterStretch, { by, reason }: Discarding): Promise<Stretch<string>> {
    const rows = await this.database.client.$queryRaw<DiscardedRow[]>`
      with letter as materialized (
        select l.id, l.position, l.direction, l.order_id, l.message_id from dead_letters l
        where ${openLetters(stretch)} order by l.position limit ${stretch.limit} for update),
      dropped as (
        delete from outbox o using letter l join messages m on m.order_id = l.order_id and m.message_id::text = l.message_id
        where l.direction = 'outbound' and o.order_id = m.order_id and o.sequence = m.sequence and o.quarantined_at is not null
        returning l.id, o.lane),
      put_away as (
        update dead_letters l
        set resolution = 'discarded', resolved_at = now(), resolved_by = ${by}, resolution_reason = ${reason}
        from letter where l.id = letter.id)
      select letter.id, letter.position, dropped.lane from letter left join dropped using (id) order by letter.position`;
    this.ring(rows);
    const last = rows.at(-1);
    return {
      letters: rows.map(({ id }) => id),
      next: last === undefined || rows.length < stretch.limit ? null : last.position,
    };
  }

  /** What was held back of the orders can go out now. */
  private ring(rows: readonly HeldRow[]): void {
    const lanes = new Set(rows.flatMap(({ lane }) => lane ?? []));
    if (lanes.size > 0) this.wake.ring(lanes);
  }
}
