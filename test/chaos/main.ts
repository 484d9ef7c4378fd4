import { execFileSync } from 'node:child_process';
import { chaosRun, type ChaosResult } from './chaos-run.js';
import { readFlags, WrongFlag } from './flags.js';
import { LogLines } from './log-lines.js';
import { UnknownMutant } from './mutants/mutants.js';

const write = (line: string): void => console.log(line);
const log = new LogLines(write);

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return 'an unknown commit';
  }
}

function report({
  tally,
  orders,
  events,
  commands,
  poison,
  payments,
  refunds,
  unreadyProbes,
  peaks,
}: ChaosResult): void {
  write('');
  for (const line of tally.table()) write(line);
  const memory = [...peaks].map(([name, megabytes]) => `${name} ${megabytes}`).join(', ');
  write('');
  write(
    `${tally.faults} faults of ${tally.kinds} kinds; recovery p50 / max ${tally.recovery()}; ${tally.repeats} repeats`,
  );
  write(`${orders} orders, ${events} events applied, ${commands} commands heard, ${poison} poisonous messages`);
  write(
    `payments: ${[...payments].map(([status, count]) => `${status} ${count}`).join(', ')}; ${refunds} refunds taken on`,
  );
  write(`peak memory in MB: ${memory}; ${unreadyProbes} probes found a process not ready`);
}

try {
  const flags = readFlags(process.argv.slice(2));
  write(`seed ${flags.seed}, ${flags.minutes} minutes, commit ${commit()}`);
  const result = await chaosRun(flags, log);
  report(result);
  const { violations } = log;
  write(`${violations.length} violations (seed ${flags.seed}, commit ${commit()})`);
  // Not left to Node: what hangs in a connection that a fault had cut can keep its clean-up going round for ever.
  process.exit(violations.length === 0 ? 0 : 1);
} catch (error) {
  const isUsage = error instanceof WrongFlag || error instanceof UnknownMutant;
  write(isUsage || !(error instanceof Error) ? String(error) : (error.stack ?? error.message));
  process.exit(1);
}
