import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Resolves once the child has ended and its last words have come through the pipe. @returns how it ended */
export async function endOf(child: ChildProcess): Promise<string> {
  if (!hasEnded(child)) await once(child, 'exit');
  await pause(100);
  const { exitCode, signalCode } = child;
  return signalCode === null ? `with exit code ${String(exitCode)}` : `by ${signalCode}`;
}

/** Resolves when the child has ended, whatever that takes: after `patienceMs` it is killed. */
export async function endChild(child: ChildProcess, ask: () => void, patienceMs: number): Promise<'ended' | 'killed'> {
  if (hasEnded(child) || child.pid === undefined) return 'ended';
  const exit = once(child, 'exit');
  ask();
  const patience = new AbortController();
  const late = pause(patienceMs, 'late' as const, { signal: patience.signal }).catch(() => 'ended' as const);
  const first = await Promise.race([exit.then(() => 'ended' as const), late]);
  patience.abort();
  if (first === 'ended') return 'ended';
  child.kill('SIGKILL');
  await exit;
  return 'killed';
}
