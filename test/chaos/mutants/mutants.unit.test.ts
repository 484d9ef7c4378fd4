import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../catalogue.js';
import { mutants } from './mutants.js';

describe('the mutants of the chaos run', () => {
  it.each(mutants)('$name fits its place, once', async ({ file, find }) => {
    const code = await readFile(new URL(`../../../dist/${file}`, import.meta.url), 'utf8');
    expect(code.split(find)).toHaveLength(2);
  });

  it.each(mutants)('$name is shown by faults that there are', ({ shownBy }) => {
    for (const part of shownBy) expect(catalogue.some(({ kind }) => kind.includes(part))).toBe(true);
  });
});
