import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { stateMachineSection } from '../../src/order/state-machine-markdown.js';

const start = '<!-- state-machine:start -->\n';
const end = '<!-- state-machine:end -->';

// UPDATE_GENERATED=1 writes what this test compares.
it("prints the README's state machine from the code that decides", async () => {
  const readme = new URL('../../README.md', import.meta.url);
  const text = await readFile(readme, 'utf8');
  const [before, rest] = text.split(start);
  const [section, after] = rest?.split(end) ?? [];
  if (process.env['UPDATE_GENERATED'] === '1' && after !== undefined)
    await writeFile(readme, [before, start, stateMachineSection(), end, after].join(''));
  else expect(section).toBe(stateMachineSection());
});
