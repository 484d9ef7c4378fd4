import { expect, it } from '@jest/globals';
import { simulateFromShell } from './command-line.js';
import { mutants } from './mutants/mutants.js';

it('catches every mutant', async () => {
  const { code, output } = await simulateFromShell('--mutants', '--runs', '3000');
  expect(output).not.toMatch(/NOT CAUGHT/);
  expect(output).toMatch(new RegExp(`^${String(mutants.length)} of ${String(mutants.length)} mutants caught$`, 'm'));
  expect(code).toBe(0);
}, 300_000);
