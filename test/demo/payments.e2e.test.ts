import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findProjectRoot } from '../../src/platform/embedded-postgres/project-root.mjs';

const main = join(await findProjectRoot(), 'dist', 'demo', 'main.js');

/** Runs the demo on nothing but Node.js. */
function demo(...args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] };
    const child = execFile(process.execPath, [main, ...args], { env, timeout: 170_000 }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, said: stdout + stderr });
    });
  });
}

describe('the demo with payments', () => {
  it('moves the money of every order, and ends with books that agree with the gateway', async () => {
    const { code, said } = await demo('--payments', '--orders', '40', '--exit', '--seed', '3');
    expect(said).toContain('40 orders checked, 40 right, 0 wrong');
    expect(said).toMatch(/money moved +authorized \d+ \([\d,.]+\) · captured [1-9]\d* \([\d,.]+\) · voided [1-9]\d* /);
    expect(said).toMatch(/difference +0\.00 +0\.00 +0\.00$/m);
    expect(code).toBe(0);
  }, 180_000);
});
