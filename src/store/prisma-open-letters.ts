import { Injectable } from '@nestjs/common';
import { Database } from '../platform/prisma/database.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { Wake } from '../platform/wake.js';
import type { LetterStretch } from '../saga/letter-selection.js';
import { type Discarding, type OpenLetter, OpenLetters, type Released, type Stretch } from '../saga/open-letters.js';
import type { Redelivered } from '../saga/redelivery.js';
import { openLetters } from './open-letter-condition.js';

// What a stretch may take of memory; its first letter always comes.
const mostBytes = 8 * 1024 * 1024;
// Five hundred letters take some fifty milliseconds; more than the client's five seconds for locks that others hold.
const transactionMs = 30_000;

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

/** Its lane is null where its message isn't quarantined. */
type Locked = { readonly id: string; readonly position: bigint; readonly lane: number | null };

type Transaction = Prisma.TransactionClient;

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
        select l.id from dead_letters l join fate f using (id)
        where l.resolved_at is null or (f.reason is null and l.resolution = 'discarded') order by l.position for update of l)
      update dead_letters l set
        order_id = coalesce(l.order_id, f.order_id), type = coalesce(l.type, f.type),
        reason = coalesce(f.reason, l.reason), detail = coalesce(f.detail, l.detail),
        attempts = l.attempts + case when f.reason is null then 0 else 1 end,
        last_at = case when f.reason is null then l.last_at else now() end,
        resolution = case when f.reason is null then 'redriven' end,
        resolved_at = case when f.reason is null then now() end,
        resolved_by = case when f.reason is null then ${by} end,
        resolution_reason = null,
        resolutions = l.resolutions || case when f.reason is null then ${resolution('redriven', by)} else '[]' end
      from open join fate f using (id) where l.id = open.id`;
  }

  override async release(ids: readonly string[], by: string): Promise<ReadonlyMap<string, Released>> {
    if (ids.length === 0) return new Map();
    const which = Prisma.sql`l.id = any(${[...ids]}::uuid[]) and l.direction = 'outbound' and l.resolved_at is null
      order by l.position`;
    const letters = await this.atOnce(async (transaction) => {
      const locked = await lock(transaction, which);
      await transaction.$executeRaw`
        with freed as (
          update outbox o set held_by = null, quarantined_at = null, next_attempt_at = null, attempts = 0, last_error = null
          from ${outboundOf(locked)} where o.order_id = m.order_id and o.held_by = m.sequence)
        update dead_letters l set resolution = 'redriven', resolved_at = now(), resolved_by = ${by},
          resolutions = l.resolutions || ${resolution('redriven', by)}
        where l.id = any(${idsOf(locked)}::uuid[])`;
      return locked;
    });
    const released = new Set(idsOf(letters.filter(({ lane }) => lane !== null)));
    const discarded = new Set(await this.discardedAmong(ids.filter((id) => !released.has(id))));
    return new Map(
      ids.map((id) => [id, released.has(id) ? 'released' : discarded.has(id) ? 'discarded' : 'alreadyReleased']),
    );
  }

  override async discard(stretch: LetterStretch, { by, reason }: Discarding): Promise<Stretch<string>> {
    const { limit } = stretch;
    const letters = await this.atOnce(async (transaction) => {
      const locked = await lock(transaction, Prisma.sql`${openLetters(stretch)} order by l.position limit ${limit}`);
      await transaction.$executeRaw`
        with dropped as (
          delete from outbox o using ${outboundOf(locked)}
          where o.order_id = m.order_id and o.sequence = m.sequence and o.held_by = m.sequence),
        freed as (
          update outbox o set held_by = null
          from ${outboundOf(locked)} where o.order_id = m.order_id and o.sequence > m.sequence and o.held_by = m.sequence)
        update dead_letters l
        set resolution = 'discarded', resolved_at = now(), resolved_by = ${by}, resolution_reason = ${reason},
          resolutions = l.resolutions || ${resolution('discarded', by, reason)}
        where l.id = any(${idsOf(locked)}::uuid[])`;
      return locked;
    });
    const last = letters.at(-1);
    return {
      letters: idsOf(letters),
      next: last === undefined || letters.length < limit ? null : last.position,
    };
  }

  /** By another operator, while this one was about to release them. */
  private async discardedAmong(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.client.deadLetter.findMany({
      where: { id: { in: [...ids] }, resolution: 'discarded' },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  }

  /** What was held back of the orders can go out when it's committed. */
  private async atOnce(work: (transaction: Transaction) => Promise<readonly Locked[]>): Promise<readonly Locked[]> {
    const letters = await this.database.client.$transaction(work, { timeout: transactionMs });
    const lanes = new Set(letters.flatMap(({ lane }) => lane ?? []));
    if (lanes.size > 0) this.wake.ring(lanes);
    return letters;
  }
}

/** As it's added to what was done about a letter before. */
const resolution = (kind: 'redriven' | 'discarded', by: string, reason: string | null = null) => Prisma.sql`
  jsonb_build_array(jsonb_build_object('resolution', ${kind}::text, 'at', now(), 'by', ${by}::text, 'reason', ${reason}::text))`;

const idsOf = (letters: readonly Locked[]): string[] => letters.map(({ id }) => id);

/** The messages `m` of these letters `l`, as far as they are outbound. */
const outboundOf = (letters: readonly Locked[]) => Prisma.sql`
  dead_letters l join messages m on m.order_id = l.order_id and m.message_id::text = l.message_id
    and l.direction = 'outbound' and l.id = any(${idsOf(letters)}::uuid[])`;

/**
 * Locks the letters, and the pointers to and behind their quarantined messages in the order in which republishing locks them. A relay
 * that was just holding back a later one has done so by now, and until the commit none does: a statement after this sees all of them.
 */
const lock = (transaction: Transaction, which: Prisma.Sql): Promise<readonly Locked[]> =>
  transaction.$queryRaw<readonly Locked[]>`
    with letter as materialized (
      select l.id, l.position, l.direction, l.order_id, l.message_id from dead_letters l where ${which} for update),
    held as materialized (
      select l.id, o.lane from outbox o join letter l on l.order_id = o.order_id and l.direction = 'outbound'
      join messages m on m.order_id = l.order_id and m.message_id::text = l.message_id
      where o.held_by = m.sequence order by o.id for update of o)
    select letter.id, letter.position, min(held.lane) as lane from letter left join held using (id)
    group by letter.id, letter.position order by letter.position`;
