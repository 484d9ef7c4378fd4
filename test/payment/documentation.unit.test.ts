import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { statusTable } from './status-table.js';

const start = '<!-- payment-statuses:start -->\n';
const end = '<!-- payment-statuses:end -->';

// UPDATE_GENERATED=1 writes what this test compares.
it('prints the table of docs/payment.md from the code that decides', async () => {
  const file = new URL('../../docs/payment.md', import.meta.url);
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(start);
  const [section, after] = rest?.split(end) ?? [];
  if (process.env['UPDATE_GENERATED'] === '1' && after !== undefined)
    await writeFile(file, [before, start, statusTable(), end, after].join(''));
  else expect(section).toBe(statusTable());
});
