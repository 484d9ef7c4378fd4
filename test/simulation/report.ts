import { execFileSync } from 'node:child_process';
import type { BatchReport, FailedRun } from './batch.js';
import { consequences, faultKinds, paymentFaultKinds } from './faults/fault-kinds.js';
import { isCaught } from './mutants/caught.js';
import type { Mutant } from './mutants/mutant.js';
import type { PaymentTally } from './payment-tally.js';
import type { Violation } from './run.js';

/** The code that a failure belongs to: with the seed it's all that a replay needs. */
export function commitHash(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'an unknown commit';
  }
}

export const violationLines = (violations: readonly Violation[]): readonly string[] =>
  violations.map(({ invariant, detail }) => `  ${invariant}: ${detail}`);

const failureLines = ({ seed, violations }: FailedRun, mutant: string | null): readonly string[] => [
  `violated: --seed ${seed}${mutant === null ? '' : ` --mutant ${mutant}`}, commit ${commitHash()}`,
  ...violationLines(violations),
];

const number = (value: number): string => Math.round(value).toLocaleString('en-US');

const crashesAroundCalls = (faults: BatchReport['faults']): number =>
  paymentFaultKinds
    .filter((kind) => kind.startsWith('process killed'))
    .reduce((sum, kind) => sum + (faults[kind] ?? 0), 0);

const paymentLine = (tally: PaymentTally, crashes: number): string =>
  `${number(tally.runs)} of them with payments: ${number(tally.operations)} operations in ${number(tally.calls)} calls, ` +
  `${number(tally.captures)} captures, ${number(tally.refunds)} refunds, ${number(tally.disputes)} disputes, ${number(tally.commands)} answers to people, ` +
  `${number(tally.unknownsResolved)} of ${number(tally.unknowns)} unknowns resolved, ` +
  `${number(crashes)} crashes around calls, ${number(tally.reviews)} payments for people to look at`;

/** @param ms how long it took */
export function batchLines(report: BatchReport, ms: number, mutant: string | null): readonly string[] {
  const { runs, failed, faults } = report;
  const kinds = [...faultKinds, ...paymentFaultKinds];
  const struck = kinds.map((kind) => faults[kind] ?? 0);
  return [
    ...failed.flatMap((run) => failureLines(run, mutant)),
    `${number(runs)} runs in ${(ms / 1_000).toFixed(1)} s (${number((runs * 1_000) / ms)} runs/s): ` +
      `${number(report.deliveries)} deliveries, ${number(report.commands)} commands heard, ` +
      `${number(report.repeats)} of them again, ${number(report.steps)} steps`,
    paymentLine(report.payments, crashesAroundCalls(faults)),
    `faults: ${number(struck.reduce((sum, count) => sum + count, 0))}`,
    ...[...kinds, ...consequences].map((kind) => `  ${number(faults[kind] ?? 0).padStart(10)} ${kind}`),
    failed.length === 0
      ? '0 violations'
      : `VIOLATIONS in ${failed.length >= 20 ? 'at least ' : ''}${failed.length} runs`,
  ];
}

export function mutantLine(mutant: Mutant, report: BatchReport): string {
  const verdict = isCaught(mutant.name, report) ? `caught in run ${report.runs}` : `NOT CAUGHT in ${report.runs} runs`;
  const invariants = new Set(report.failed.flatMap(({ violations }) => violations.map(({ invariant }) => invariant)));
  return `${mutant.name.padEnd(38)} ${verdict.padEnd(22)} ${[...invariants].join('; ')}`;
}
