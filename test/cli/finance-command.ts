import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Env } from '../tools/test-service.js';

const finance = fileURLToPath(new URL('../../dist/src/finance.js', import.meta.url));

export type Said = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What `--json` printed. */
  readonly records: () => readonly Readonly<Record<string, unknown>>[];
};

/** The compiled `finance` command as a process of its own, with nothing but the given environment. */
export async function runFinance(env: Env, ...args: readonly string[]): Promise<Said> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [finance, ...args], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const lines = () => stdout.split('\n').filter((line) => line !== '');
  return {
    code: child.exitCode,
    stdout,
    stderr,
    records: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
