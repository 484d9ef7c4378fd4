import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { invariants } from './invariants/invariants.js';
import { mutants } from './mutants/mutants.js';
import { mutantsTable } from './mutants/mutants-table.js';

const table = new URL('../../docs/mutants.md', import.meta.url);

// UPDATE_GENERATED=1 writes what this test compares.
it('prints the table of mutants from the mutants', async () => {
  if (process.env['UPDATE_GENERATED'] === '1') await writeFile(table, mutantsTable());
  expect(await readFile(table, 'utf8')).toBe(mutantsTable());
});

it('names for each mutant an invariant that there is', () => {
  const names = invariants.map(({ name }) => name);
  expect(mutants.filter(({ caughtBy }) => !names.includes(caughtBy))).toEqual([]);
});
