import type { FaultKind } from './faults/fault-kinds.js';
import { addTallies, noPayments, type PaymentTally } from './payment-tally.js';
import type { RunReport, simulate } from './run.js';

/** Seeds `from`, `from + stride`, … below `until`. */
export type Seeds = { readonly from: number; readonly until: number; readonly stride: number };

export type FailedRun = Pick<RunReport, 'seed' | 'violations'>;

export type BatchReport = {
  readonly runs: number;
  readonly failed: readonly FailedRun[];
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly deliveries: number;
  readonly commands: number;
  readonly repeats: number;
  readonly steps: number;
  readonly payments: PaymentTally;
};

export const emptyReport: BatchReport = {
  runs: 0,
  failed: [],
  faults: {},
  deliveries: 0,
  commands: 0,
  repeats: 0,
  steps: 0,
  payments: noPayments,
};

// One run in so many is done twice: its trace must be the same.
const replayEvery = 50;
// A fault that breaks every run needn't be written down a hundred thousand times.
const mostFailures = 20;

export async function runBatch(
  run: typeof simulate,
  seeds: Seeds,
  isEnough: (so: BatchReport) => boolean = () => false,
): Promise<BatchReport> {
  let so = emptyReport;
  for (let seed = seeds.from; seed < seeds.until && !isEnough(so); seed += seeds.stride) {
    const report = await run(seed);
    so = merge(so, summaryOf(report));
    if (so.runs % replayEvery === 0) so = merge(so, await replayed(run, report));
  }
  return so;
}

const summaryOf = ({ seed, violations, faults, payments, ...counts }: RunReport): BatchReport => ({
  ...emptyReport,
  ...counts,
  payments: payments ?? noPayments,
  runs: 1,
  failed: violations.length > 0 ? [{ seed, violations }] : [],
  faults: tally(faults),
});

async function replayed(run: typeof simulate, { seed, hash }: RunReport): Promise<BatchReport> {
  const again = await run(seed);
  if (again.hash === hash) return emptyReport;
  const violation = { invariant: 'the same seed is the same run', detail: `${hash} and then ${again.hash}` };
  return { ...emptyReport, failed: [{ seed, violations: [violation] }] };
}

export function merge(one: BatchReport, other: BatchReport): BatchReport {
  return {
    runs: one.runs + other.runs,
    failed: [...one.failed, ...other.failed].slice(0, mostFailures),
    faults: added(one.faults, other.faults),
    deliveries: one.deliveries + other.deliveries,
    commands: one.commands + other.commands,
    repeats: one.repeats + other.repeats,
    steps: one.steps + other.steps,
    payments: addTallies(one.payments, other.payments),
  };
}

function tally(kinds: readonly FaultKind[]): BatchReport['faults'] {
  const counts: Partial<Record<FaultKind, number>> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function added(one: BatchReport['faults'], other: BatchReport['faults']): BatchReport['faults'] {
  const sum: Partial<Record<FaultKind, number>> = { ...one };
  for (const [kind, count] of Object.entries(other) as readonly [FaultKind, number][])
    sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}
