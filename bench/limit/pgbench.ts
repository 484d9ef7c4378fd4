import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BenchFailed } from '../part.js';
import { findPgbench } from './find-pgbench.js';

const run = promisify(execFile);

export const clients = 16;

const lifeOfAnOrder = `\\set n :n + 1
select step_1(:client_id, :n);
select step_2(:client_id, :n);
select step_3(:client_id, :n);
`;

/** Orders a second: each of 16 clients takes one order after the other through its three steps, a prepared call and a commit for each. */
export async function pgbenchOrders(databaseUrl: string, folder: string, seconds: number): Promise<number> {
  const script = join(folder, 'order.sql');
  await writeFile(script, lifeOfAnOrder);
  const options = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-D', 'n=0'];
  const { stdout } = await run(await findPgbench(), [...options, '-f', script, databaseUrl]);
  const [, tps] = /^tps = ([\d.]+)/m.exec(stdout) ?? [];
  const [, failed] = /^number of failed transactions: (\d+)/m.exec(stdout) ?? [];
  if (tps === undefined || (failed ?? '0') !== '0') throw new BenchFailed(`pgbench said: ${stdout}`);
  return Number(tps);
}
