import { type BatchReport, emptyReport, merge } from './batch.js';
import type { ShareReport } from './batch-process.js';
import { readFlags, usage } from './flags.js';
import { inParallel, processes } from './in-parallel.js';
import { isCaught } from './mutants/caught.js';
import { simulatorWith } from './mutants/mutated-code.js';
import { mutants } from './mutants/mutants.js';
import { batchLines, commitHash, mutantLine, violationLines } from './report.js';

type Range = { readonly from: number; readonly runs: number };

// So long that starting a process for it doesn't count, so short that there is something to see.
const chunk = 10_000;

const print = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`);

/** The seeds in turns to all processes, chunk after chunk. */
async function batch({ from, runs }: Range, mutant: string | null): Promise<boolean> {
  const started = performance.now();
  let total: BatchReport = emptyReport;
  for (let done = 0; done < runs; done += chunk) {
    const until = from + Math.min(done + chunk, runs);
    const shares = Array.from({ length: processes }, (_, turn) => ({
      seeds: { from: from + done + turn, until, stride: processes },
      mutants: [mutant],
      untilCaught: false,
    }));
    await inParallel(shares, ({ report }) => (total = merge(total, report)));
    if (until < from + runs) print([`${total.runs} runs, ${total.failed.length} violated`]);
  }
  print(batchLines(total, performance.now() - started, mutant));
  return total.failed.length === 0;
}

async function replay(seed: number, showsTrace: boolean, mutant: string | null): Promise<boolean> {
  const simulate = await simulatorWith(mutant);
  const [first, again] = [await simulate(seed, showsTrace), await simulate(seed)];
  const isSame = first.hash === again.hash;
  print([
    ...first.trace,
    `seed ${seed}, commit ${commitHash()}: ${first.steps} steps, ${first.faults.length} faults, trace ${first.hash}`,
    isSame ? 'the same trace twice' : `NOT THE SAME TRACE: ${again.hash}`,
    ...violationLines(first.violations),
    `${first.violations.length} violations`,
  ]);
  return isSame && first.violations.length === 0;
}

async function hunt({ from, runs }: Range): Promise<boolean> {
  const names = mutants.map(({ name }) => name);
  const shares = Array.from({ length: processes }, (_, turn) => ({
    seeds: { from, until: from + runs, stride: 1 },
    mutants: names.filter((_name, index) => index % processes === turn),
    untilCaught: true,
  }));
  const reports: ShareReport[] = [];
  await inParallel(shares, (report) => reports.push(report));
  const judged = mutants.map((mutant) => {
    const report = reports.find((one) => one.mutant === mutant.name)?.report ?? emptyReport;
    print([mutantLine(mutant, report)]);
    return isCaught(mutant.name, report);
  });
  print([`${judged.filter((caught) => caught).length} of ${mutants.length} mutants caught`]);
  return judged.every((caught) => caught);
}

const asked = readFlags(process.argv.slice(2));
if (asked.kind === 'wrong') {
  process.stderr.write(`${asked.message}\n${usage}\n`);
  process.exitCode = 2;
} else {
  let isGood: boolean;
  if (asked.kind === 'batch') isGood = await batch(asked, asked.mutant);
  else if (asked.kind === 'replay') isGood = await replay(asked.seed, asked.trace, asked.mutant);
  else isGood = await hunt(asked);
  process.exitCode = isGood ? 0 : 1;
}
