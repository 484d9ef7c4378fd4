import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Currency } from '../../kernel/currency.js';
import { OperationId, OrderId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import { Database } from '../../platform/prisma/database.js';
import { breakKinds, type BreakKind } from '../../settlement/break-kind.js';
import { type Ageing, ageingOf } from './ageing.js';
import { type ClearingDay, readClearing } from './clearing-day.js';
import { type Day, dayRule, daysBefore, readDay } from './settlement-day.js';

/** Of each report: whoever finds that many has seen enough. */
export const mostBreaks = 1_000;

/** A disagreement that was open at the end of a day. */
export type OpenBreak = {
  readonly id: string;
  readonly kind: BreakKind;
  /** Days between the day on which it was first seen and the report's. */
  readonly ageDays: number;
  readonly ageing: Ageing;
  readonly firstSeenAt: Date;
  readonly gateway: string | null;
  readonly lineId: string | null;
  readonly payoutId: string | null;
  /** Of the capture or refund, as the gateway calls it. */
  readonly reference: string | null;
  readonly orderId: OrderId | null;
  readonly operationId: OperationId | null;
  /** What the books say. */
  readonly expected: Money | null;
  /** What the gateway says. */
  readonly found: Money | null;
};

export type ReconciliationView = {
  /** In UTC, `2026-07-01`. */
  readonly date: string;
  readonly currencies: readonly ClearingDay[];
  /** The oldest thousand of each report. */
  readonly breaks: readonly OpenBreak[];
  readonly openBreaks: number;
};

/** How orders, ledger and payout lines stood to each other at the end of a day: for a past day always the same answer. */
export class Reconciliation extends Query<ReconciliationView> {
  static readonly rules = z.object({
    date: z.string().refine((text) => readDay(text) !== null, dayRule),
  });

  /** @param currency null for all; of breaks, those with an amount in it */
  constructor(
    readonly date: string,
    readonly currency: Currency | null = null,
  ) {
    super();
  }
}

type BreakRow = {
  readonly id: string;
  readonly kind: BreakKind;
  readonly firstSeenAt: Date;
  readonly gateway: string | null;
  readonly lineId: string | null;
  readonly payoutId: string | null;
  readonly reference: string | null;
  readonly orderId: string | null;
  readonly operationId: string | null;
  readonly expectedMinor: bigint | null;
  readonly expectedCurrency: string | null;
  readonly foundMinor: bigint | null;
  readonly foundCurrency: string | null;
  readonly open: bigint;
};

const breaksSql = `
select b.break_id as id, b.kind, b.first_seen_at as "firstSeenAt", b.gateway, b.line_id as "lineId", l.payout_id as "payoutId", b.reference,
  b.order_id as "orderId", b.operation_id as "operationId", b.expected_minor as "expectedMinor", b.expected_currency as "expectedCurrency",
  b.found_minor as "foundMinor", b.found_currency as "foundCurrency", count(*) over () as open
from settlement_breaks b left join payout_lines l using (gateway, line_id)
where b.first_seen_at < $1 and (b.resolved_at is null or b.resolved_at >= $1)
  and ($3::text is null or $3 in (b.expected_currency, b.found_currency))
order by b.first_seen_at, array_position($2::text[], b.kind), b.break_id limit ${mostBreaks}`;

@QueryHandler(Reconciliation)
export class ReconciliationHandler implements IQueryHandler<Reconciliation> {
  constructor(private readonly database: Database) {}

  async execute({ date, currency }: Reconciliation): Promise<ReconciliationView> {
    const day = readDay(date);
    if (day === null) throw new Error('Not a day', { cause: date });
    const clearing = await readClearing(this.database, day.from, day.to);
    const currencies = clearing.filter((one) => currency === null || one.currency === currency);
    const { client } = this.database;
    const rows = await client.$queryRawUnsafe<readonly BreakRow[]>(breaksSql, day.to, breakKinds, currency);
    const breaks = rows.map((row) => toBreak(row, day));
    return { date, currencies, breaks, openBreaks: Number(rows[0]?.open ?? 0n) };
  }
}

function toBreak(row: BreakRow, day: Day): OpenBreak {
  const ageDays = daysBefore(day, row.firstSeenAt);
  const { id, kind, firstSeenAt, gateway, lineId, payoutId, reference } = row;
  return {
    ...{ id, kind, ageDays, ageing: ageingOf(ageDays), firstSeenAt, gateway, lineId, payoutId, reference },
    orderId: row.orderId === null ? null : OrderId(row.orderId),
    operationId: row.operationId === null ? null : OperationId(row.operationId),
    expected: toMoney(row.expectedMinor, row.expectedCurrency),
    found: toMoney(row.foundMinor, row.foundCurrency),
  };
}

const toMoney = (minor: bigint | null, currency: string | null): Money | null =>
  minor === null || currency === null ? null : { minor, currency: Currency(currency) };
