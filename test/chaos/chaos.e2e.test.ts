import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { describeWith } from '../tools/parts.js';

const main = fileURLToPath(new URL('../../dist/test/chaos/main.js', import.meta.url));

describeWith('servers', 'two minutes of chaos', () => {
  it('leave every invariant in force', async () => {
    // The other tests run beside it: what takes a second otherwise may take a minute.
    const args = ['--seed', '1', '--minutes', '2', '--patience', '180'];
    const child = spawn(process.execPath, [main, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    // What it said is the message of a failure.
    expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('\n0 violations') });
  }, 600_000);
});
