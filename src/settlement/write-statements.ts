import { entriesOf, type Entry } from '../ledger/entry.js';
import type { Money } from '../kernel/money.js';
import type { Booking, NewBreak } from './bookings.js';
import type { PayoutLine } from './payout-line.js';

type Row = Readonly<Record<string, unknown>>;

// JSON has no integer of 64 bits: texts, which PostgreSQL casts.
const json = (rows: readonly Row[]): string =>
  JSON.stringify(rows, (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

const lineColumns = `gateway, line_id, payout_id, reference, category, gross_minor, fee_minor, net_minor, currency, available_on`;

export const lineRows = (lines: readonly PayoutLine[]): string =>
  json(
    lines.map((line) => ({
      ...{ gateway: line.gateway, line_id: line.lineId, payout_id: line.payoutId, reference: line.reference },
      ...{ category: line.category, gross_minor: line.gross, fee_minor: line.fee, net_minor: line.net },
      ...{ currency: line.currency, available_on: line.availableOn },
    })),
  );

/** $1 lines, $2 source, $3 when, $4 whether a line that clashes keeps all of them out. */
export const importSql = `
with given as materialized (
  select * from rows from (jsonb_to_recordset($1::jsonb) as (gateway text, line_id text, payout_id text, reference text, category text,
    gross_minor bigint, fee_minor bigint, net_minor bigint, currency text, available_on timestamptz)) with ordinality),
clashing as materialized (
  select g.line_id, g.ordinality from given g join payout_lines l using (gateway, line_id)
  where (g.payout_id, g.reference, g.category, g.gross_minor, g.fee_minor, g.net_minor, g.currency)
    is distinct from (l.payout_id, l.reference, l.category, l.gross_minor, l.fee_minor, l.net_minor, l.currency)),
added as (
  insert into payout_lines (${lineColumns}, source, imported_at)
  select ${lineColumns}, $2, $3::timestamptz from given
  where not ($4 and exists (select from clashing)) order by ordinality
  on conflict do nothing
  returning line_id)
select (select count(*)::int from added) as added,
  (select coalesce(array_agg(line_id order by ordinality), '{}') from clashing) as clashing`;

const money = (name: string, amount: Money | null): Row => ({
  [`${name}_minor`]: amount?.minor ?? null,
  [`${name}_currency`]: amount?.currency ?? null,
});

const breakColumns = `break_id, kind, gateway, line_id, order_id, operation_id, reference, expected_minor, expected_currency, found_minor,
  found_currency, first_seen_at`;
const breakRecord = (parameter: string, alias: string): string => `
jsonb_to_recordset(${parameter}::jsonb) ${alias} (break_id uuid, kind text, gateway text, line_id text, order_id uuid, operation_id uuid,
  reference text, expected_minor bigint, expected_currency text, found_minor bigint, found_currency text, first_seen_at timestamptz)`;
// What ended of itself can come back; what a person has dealt with can't.
const orReopen = `on conflict (break_id) do update
  set resolved_at = null, resolution = null, resolved_by = null
  where settlement_breaks.resolution in ('matched', 'replaced')`;

export const breakRows = (breaks: readonly NewBreak[]): string =>
  json(
    breaks.map(({ breakId, kind, line, orderId, operationId, reference, expected, found, seenAt }) => ({
      ...{ break_id: breakId, kind, gateway: line?.gateway ?? null, line_id: line?.lineId ?? null },
      ...{ order_id: orderId, operation_id: operationId, reference, first_seen_at: seenAt },
      ...money('expected', expected),
      ...money('found', found),
    })),
  );

const entryRow = ({ orderId, operationId, purpose, transfer, side, account, phase, amount }: Entry, at: Date): Row => ({
  ...{ order_id: orderId, operation_id: operationId, purpose, transfer, side, account, phase },
  ...{ amount_minor: amount.minor, currency: amount.currency, recorded_at: at },
});
export const entryRows = (entries: readonly Entry[], at: Date): string =>
  json(entries.map((entry) => entryRow(entry, at)));

/** What `bookSql` takes. */
export function bookingRows(bookings: readonly Booking[]): readonly [string, string, string] {
  const moves = bookings.map(({ line, was, becomes, orderId, operationId, at, closes }) => ({
    ...{ gateway: line.gateway, line_id: line.lineId, was, becomes, order_id: orderId, operation_id: operationId },
    ...{ at, closes },
  }));
  const entries = bookings.flatMap(({ line, at, facts }) =>
    facts.flatMap(entriesOf).map((entry) => ({ gateway: line.gateway, line_id: line.lineId, ...entryRow(entry, at) })),
  );
  return [json(moves), json(entries), breakRows(bookings.flatMap(({ opens }) => opens ?? []))];
}

const entryColumns = `order_id, operation_id, purpose, transfer, side, account, phase, amount_minor, currency, recorded_at`;
const entryRecord = (parameter: string, alias: string): string => `
jsonb_to_recordset(${parameter}::jsonb) ${alias} (gateway text, line_id text, order_id uuid, operation_id uuid, purpose text,
  transfer smallint, side text, account text, phase text, amount_minor bigint, currency text, recorded_at timestamptz)`;

/**
 * $1 what becomes of lines, $2 what the ledger books for them, $3 the breaks that they open. What another process has dealt
 * with meanwhile is left as it is, with all that belongs to it. Lines are locked in their order, so that two can't deadlock.
 */
export const bookSql = `
with asked as materialized (
  select * from jsonb_to_recordset($1::jsonb) a (gateway text, line_id text, was text, becomes text, order_id uuid, operation_id uuid,
    at timestamptz, closes text)),
held as materialized (
  select l.gateway, l.line_id from payout_lines l join asked a using (gateway, line_id)
  where l.status = a.was order by l.position for update of l),
moved as (
  update payout_lines l set status = a.becomes, order_id = a.order_id, operation_id = a.operation_id,
    booked_at = coalesce(l.booked_at, a.at), matched_at = case a.becomes when 'matched' then a.at end
  from asked a join held using (gateway, line_id) where (l.gateway, l.line_id) = (a.gateway, a.line_id)
  returning l.gateway, l.line_id, a.at, a.closes),
posted as (
  insert into ledger_entries (${entryColumns}) select ${entryColumns} from ${entryRecord('$2', 'e')} join moved using (gateway, line_id)
  returning 1),
closed as (
  update settlement_breaks b set resolved_at = m.at, resolution = m.closes, resolved_by = 'settlement'
  from moved m where (b.gateway, b.line_id) = (m.gateway, m.line_id) and b.resolved_at is null and m.closes is not null
  returning 1),
opened as (
  insert into settlement_breaks (${breakColumns})
  select ${breakColumns} from ${breakRecord('$3', 'n')} join moved using (gateway, line_id)
  ${orReopen} returning 1)
select count(*)::int as moved from moved`;

/** $1 the breaks of all that has no line, $2 when. */
export const absencesSql = `
with given as materialized (select * from ${breakRecord('$1', 'n')}),
closed as (
  update settlement_breaks b set resolved_at = $2::timestamptz, resolved_by = 'settlement', resolution =
    case when exists (select from given g where g.operation_id = b.operation_id) then 'replaced' else 'matched' end
  where b.line_id is null and b.resolved_at is null and not exists (select from given g where g.break_id = b.break_id)
  returning 1),
opened as (
  insert into settlement_breaks (${breakColumns}) select ${breakColumns} from given order by break_id ${orReopen} returning 1)
select (select count(*)::int from opened) as opened, (select count(*)::int from closed) as closed`;

/** $1 break, $2 by whom, $3 why, $4 when, $5 how, $6 what the ledger books for its line, which is in suspense where it's `adjusted`. */
export const resolveSql = `
with open as materialized (
  select break_id, gateway, line_id from settlement_breaks where break_id = $1::uuid and resolved_at is null),
adjusted as (
  update payout_lines l set status = 'adjusted' from open o
  where $5 = 'adjusted' and (l.gateway, l.line_id) = (o.gateway, o.line_id) and l.status = 'unexplained'
  returning 1),
may as materialized (select from open where $5 <> 'adjusted' or exists (select from adjusted)),
posted as (
  insert into ledger_entries (${entryColumns}) select ${entryColumns} from ${entryRecord('$6', 'e')} where exists (select from may)
  returning 1),
resolved as (
  update settlement_breaks set resolved_at = $4::timestamptz, resolution = $5, resolved_by = $2, resolution_reason = $3
  where break_id = $1::uuid and resolved_at is null and exists (select from may)
  returning 1)
select (select count(*)::int from resolved) as resolved`;

/** $1 gateway, $2 up to when. */
export const readToSql = `
insert into settlement_pulls (gateway, read_to) values ($1, $2)
on conflict (gateway) do update set read_to = greatest(settlement_pulls.read_to, excluded.read_to)`;
