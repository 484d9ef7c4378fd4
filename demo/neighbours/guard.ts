import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What must not outlive the demo. */
export type Guarded = {
  readonly service: number | null;
  /** The folder of the throw-away PostgreSQL. */
  readonly folder: string | null;
};

const patienceMs = 12_000;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  const deadline = performance.now() + patienceMs;
  while (isAlive(pid) && performance.now() < deadline) await pause(50);
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** Ends the service and the database, in this order, after the demo itself was killed and could not. */
export async function clearUp({ service, folder }: Guarded): Promise<void> {
  if (service !== null) await end(service, 'SIGTERM');
  if (folder === null) return;
  const pidFile = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const postmaster = Number(pidFile.split('\n')[0]);
  // SIGINT: PostgreSQL's fast shutdown.
  if (Number.isInteger(postmaster) && postmaster > 1) await end(postmaster, 'SIGINT');
  await rm(folder, { recursive: true, force: true });
}
