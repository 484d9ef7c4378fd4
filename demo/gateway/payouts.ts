import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Books, Effect, EffectKind } from './books.js';

/** What can be wrong with a payout's lines, for reconciliation to find. */
export const breakKind = z.enum(['missing', 'extra', 'amount', 'fee', 'currency', 'duplicate', 'late']);

/** A break strikes the line of this reference; an extra line invents one. */
export const lineBreak = z.strictObject({ kind: breakKind, reference: z.string().min(1) });

export type LineBreak = z.infer<typeof lineBreak>;

const categories = {
  capture: 'capture',
  refund: 'refund',
  refund_failed: 'refund_failure',
  dispute: 'dispute',
  dispute_won: 'dispute',
} as const;
type Category = (typeof categories)[keyof typeof categories];

export type Line = {
  readonly id: string;
  readonly payout: string;
  readonly reference: string;
  readonly category: Category;
  readonly gross: bigint;
  readonly fee: bigint;
  readonly currency: string;
  readonly available_on: Date;
  readonly made_at: Date;
};

const availableAfterMs = 2 * 24 * 3_600_000;

/** Pays out what was captured and not yet paid out, less fees, refunds and disputes: a line for each, a payout for each currency. */
export class Payouts {
  private readonly lines: Line[] = [];
  private readonly paid = new Set<Effect>();

  constructor(private readonly books: Books) {}

  make(breaks: readonly LineBreak[], now: Date): readonly ReturnType<typeof describeLine>[] {
    const payouts = new Map<string, string>();
    const payoutOf = (currency: string): string => {
      const payout = payouts.get(currency) ?? `po_${randomUUID()}`;
      payouts.set(currency, payout);
      return payout;
    };
    const made: Line[] = [];
    for (const effect of this.books.effects) {
      const line = this.paid.has(effect) ? null : honestLine(effect, now);
      const hit = breaks.find(({ kind, reference }) => kind !== 'extra' && reference === effect.operation.id)?.kind;
      if (line === null || hit === 'late') continue;
      this.paid.add(effect);
      made.push(...broken(line, hit));
    }
    for (const { kind, reference } of breaks) if (kind === 'extra') made.push(extraLine(reference, now));
    const lines = made.map((line) => ({ ...line, payout: payoutOf(line.currency) }));
    this.lines.push(...lines);
    return lines.map(describeLine);
  }

  /** Every line of every payout, in the order in which they were made. */
  get all(): readonly Line[] {
    return this.lines;
  }

  /** @param after the id of the last line that the caller has; null: from the first that was made at or after `since` */
  page(since: Date, after: string | null, limit: number) {
    const known = this.lines.filter(({ made_at }) => made_at >= since);
    const from = after === null ? 0 : known.findIndex(({ id }) => id === after) + 1;
    return { lines: known.slice(from, from + limit).map(describeLine), more: known.length > from + limit };
  }
}

const goesOut: ReadonlySet<EffectKind> = new Set(['refund', 'dispute'] as const);

function honestLine(effect: Effect, now: Date): Line | null {
  const { kind, operation, amount } = effect;
  if (!isPaid(kind)) return null;
  return {
    ...newLine(now),
    reference: operation.id,
    category: categories[kind],
    gross: goesOut.has(kind) ? -amount : amount,
    fee: feeIn(effect),
    currency: operation.currency,
  };
}

const isPaid = (kind: EffectKind): kind is keyof typeof categories => Object.hasOwn(categories, kind);

/** Less than zero where it's given back. */
function feeIn({ kind, operation, fee }: Effect): bigint {
  if (kind === 'capture') return operation.fee ?? 0n;
  return kind === 'dispute_won' ? -fee : fee;
}

const newLine = (now: Date) => ({
  id: `line_${randomUUID()}`,
  payout: '',
  available_on: new Date(now.getTime() + availableAfterMs),
  made_at: now,
});

const extraLine = (reference: string, now: Date): Line => ({
  ...newLine(now),
  reference,
  category: 'capture',
  gross: 1234n,
  fee: 66n,
  currency: 'USD',
});

function broken(line: Line, hit: LineBreak['kind'] | undefined): readonly Line[] {
  switch (hit) {
    case 'missing':
      return [];
    case 'amount':
      return [{ ...line, gross: line.gross - 1n }];
    case 'fee':
      return [{ ...line, fee: line.fee + 1n }];
    case 'currency':
      return [{ ...line, currency: line.currency === 'EUR' ? 'USD' : 'EUR' }];
    case 'duplicate':
      return [line, { ...line, id: `line_${randomUUID()}` }];
    case 'extra':
    case 'late':
    case undefined:
      return [line];
  }
}

const describeLine = (line: Line) => ({
  id: line.id,
  payout: line.payout,
  reference: line.reference,
  category: line.category,
  gross: line.gross.toString(),
  fee: line.fee.toString(),
  net: (line.gross - line.fee).toString(),
  currency: line.currency,
  available_on: line.available_on.toISOString(),
});
