import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { describeWith } from '../tools/parts.js';

const main = fileURLToPath(new URL('../../dist/test/chaos/main.js', import.meta.url));
// The sum of what it may wait for on a busy machine, after which it is ended and fails with what it has said.
const limitMs = 1_500_000;

describeWith('servers', 'two minutes of chaos', () => {
  let chaos: ChildProcess | undefined;

  // Its processes and servers are of its group, and none may outlive a test that was given up.
  afterEach(() => endGroup(chaos));

  it(
    'leave every invariant in force',
    async () => {
      // The other tests run beside it: what takes a second otherwise may take a minute.
      const args = ['--seed', '1', '--minutes', '2', '--patience', '180'];
      const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      chaos = child;
      const timer = setTimeout(() => endGroup(child), limitMs);
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => (said += text));
      }
      const [code] = (await once(child, 'close')) as [number | null];
      clearTimeout(timer);
      // What it said is the message of a failure.
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('\n0 violations') });
    },
    limitMs + 60_000,
  );
});

function endGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, 'SIGKILL');
}
