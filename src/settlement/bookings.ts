import type { OperationId, OrderId } from '../kernel/ids.js';
import type { MoneyFact } from '../ledger/money-fact.js';
import type { BreakKind, BreakResolution } from './break-kind.js';
import type { Finding, Verdict } from './judge-line.js';
import { factOf, idFor, type LineKey, type PayoutLine } from './payout-line.js';

/** A line that is still to be explained, with the kind of its open break. */
export type OpenLine = PayoutLine & {
  readonly status: 'imported' | 'unexplained';
  readonly openBreak: BreakKind | null;
};

/** A break, for the line or for the operation that it's of. */
export type NewBreak = Finding & {
  readonly breakId: string;
  readonly line: LineKey | null;
  readonly orderId: OrderId | null;
  readonly operationId: OperationId | null;
  readonly reference: string | null;
  readonly seenAt: Date;
};

/** All that becomes of one line in one statement, if its status is still `was`. */
export type Booking = {
  readonly line: LineKey;
  readonly was: OpenLine['status'];
  readonly becomes: 'matched' | 'unexplained';
  readonly orderId: OrderId | null;
  readonly operationId: OperationId | null;
  readonly at: Date;
  readonly facts: readonly MoneyFact[];
  readonly opens: NewBreak | null;
  /** How the line's open breaks of other kinds end; null where they stay. */
  readonly closes: BreakResolution | null;
};

/** The id of a break of this kind of a line. */
export const breakIdOf = (kind: BreakKind, { gateway, lineId }: LineKey): string =>
  idFor(`${kind} payout:${gateway}:${lineId}`);

/**
 * What a verdict does to its line; null where it says nothing new.
 * @param at when the payment settled, or else when we looked
 */
export function bookingOf(line: OpenLine, verdict: Verdict, at: Date): Booking | null {
  if (verdict.kind === 'unexplained' && line.openBreak === verdict.finding.kind) return null;
  const { gateway, lineId, status: was } = line;
  const shared = {
    ...{ line: { gateway, lineId }, was, at },
    orderId: verdict.counterpart?.orderId ?? null,
    operationId: verdict.counterpart?.operationId ?? null,
  };
  const finding = verdict.kind === 'match' ? verdict.notice : verdict.finding;
  const opens = finding === null ? null : breakOf(line, verdict, finding, at);
  return verdict.kind === 'match'
    ? { ...shared, becomes: 'matched', opens, closes: 'matched', facts: explained(line) }
    : { ...shared, becomes: 'unexplained', opens, closes: 'replaced', facts: unexplained(line) };
}

const explained = (line: OpenLine) => (line.status === 'imported' ? [] : factOf(line, { type: 'LineExplained' }));
const unexplained = (line: OpenLine) => (line.status === 'imported' ? factOf(line, { type: 'LineUnexplained' }) : []);

function breakOf(line: PayoutLine, { counterpart }: Verdict, finding: Finding, seenAt: Date): NewBreak {
  const { gateway, lineId, reference } = line;
  return {
    ...finding,
    ...{ breakId: breakIdOf(finding.kind, line), line: { gateway, lineId }, reference, seenAt },
    orderId: counterpart?.orderId ?? null,
    operationId: counterpart?.operationId ?? null,
  };
}

export type AbsentOperation = {
  readonly orderId: OrderId;
  readonly operationId: OperationId;
  readonly category: PayoutLine['category'];
  readonly reference: string | null;
  readonly posted: NonNullable<Finding['expected']>;
};

/** The break of an operation for which there is no line. */
export function absenceOf(absent: AbsentOperation, kind: BreakKind, seenAt: Date): NewBreak {
  const { orderId, operationId, category, reference, posted } = absent;
  // A dispute can be missed twice: when it took money, and when it brought it back.
  const what = category === 'dispute' && posted.minor > 0n ? 'dispute_won' : category;
  const breakId = idFor(`${kind} ${what} ${operationId}`);
  return { kind, breakId, line: null, orderId, operationId, reference, seenAt, expected: posted, found: null };
}
