import process from 'node:process';
import { type BatchReport, runBatch, type Seeds } from './batch.js';
import { isCaught } from './mutants/caught.js';
import { simulatorWith } from './mutants/mutated-code.js';

/** A share of the runs, as the first process hands it to another one. */
export type Share = {
  readonly seeds: Seeds;
  /** Each does all the seeds; null is the code as it is. */
  readonly mutants: readonly (string | null)[];
  /** Whether a mutant's runs end when it's caught. */
  readonly untilCaught: boolean;
};

export type ShareReport = { readonly mutant: string | null; readonly report: BatchReport };

/** Resolves when it's on its way: a process that ends with it in hand would take it along. */
const tell = (report: ShareReport): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send === undefined) reject(new Error('This process was not forked, so nobody would hear its report'));
    process.send?.(report, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });

const share = JSON.parse(process.argv[2] ?? '') as Share;

// Thousands of errors are part of the plan, and nobody reads where they were made.
Error.stackTraceLimit = 0;
for (const mutant of share.mutants) {
  const simulate = await simulatorWith(mutant);
  const report = await runBatch(simulate, share.seeds, (so) => share.untilCaught && isCaught(mutant, so));
  await tell({ mutant, report });
}
if (process.connected) process.disconnect();
