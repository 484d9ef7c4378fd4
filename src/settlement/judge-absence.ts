import type { BreakKind } from './break-kind.js';

export type Absent = {
  /** When the ledger booked it. */
  readonly madeAt: Date;
  /** When the ledger booked the youngest of its kind and currency for which there is a line; null where there is none. */
  readonly reached: Date | null;
};

/** What it means that there is no payout line for it; null: it's too early to say. Pure. */
export function judgeAbsence({ madeAt, reached }: Absent, at: Date, lateAfterMs: number): BreakKind | null {
  if (reached !== null && madeAt < reached) return 'missing_at_psp';
  return at.getTime() - madeAt.getTime() > lateAfterMs ? 'late' : null;
}
