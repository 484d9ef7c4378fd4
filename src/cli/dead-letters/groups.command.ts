import { DeadLetterGroups } from '../../queries/dead-letter-groups.js';
import type { CliCommand, Surroundings } from '../cli-command.js';
import { exitCode, type ExitCode } from '../exit-code.js';

async function printGroups({ queries, output }: Surroundings): Promise<ExitCode> {
  const groups = await queries.execute(new DeadLetterGroups());
  for (const group of groups) {
    const { reason, type, letters, orders, firstAt, lastAt } = group;
    const span = `${firstAt.toISOString()} to ${lastAt.toISOString()}`;
    await output.print(group, `${letters} × ${reason}, ${type ?? 'type unknown'}, ${orders} orders, ${span}`);
  }
  if (groups.length === 0) await output.remark('No dead letters are open.');
  return exitCode.ok;
}

export const groupsCommand: CliCommand = {
  name: 'dead-letters groups',
  summary: 'Counts the open dead letters by reason and message type.',
  options: {},
  read: () => printGroups,
};
