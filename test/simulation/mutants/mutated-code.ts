import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import type { simulate } from '../run.js';
import type { Mutant } from './mutant.js';
import { mutants } from './mutants.js';

/**
 * The simulation with a mutant's fault in it, on modules of its own, amid the faults that it needs to show; null: as it is.
 * @throws for one that's out of date
 */
export async function simulatorWith(name: string | null): Promise<typeof simulate> {
  if (name === null) return loadSimulate('../run.js');
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new Error(`There is no mutant ${name}`);
  assertFits(mutant);
  registerLoader();
  const mutated = await loadSimulate(`../run.js?mutant=${name}`);
  return (seed, keepsTrace) => mutated(seed, keepsTrace, mutant.amid);
}

const loadSimulate = async (address: string): Promise<typeof simulate> =>
  ((await import(address)) as { readonly simulate: typeof simulate }).simulate;

/** A mutant whose place has changed would be none, and its runs would prove nothing. */
function assertFits({ name, file, find }: Mutant): void {
  const code = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  if (code.split(find).length !== 2)
    throw new Error(`Mutant ${name}: the text to replace must be in ${file} exactly once`);
}

let isRegistered = false;

/** Once for all mutants: whose a module is stands in its address. */
function registerLoader(): void {
  if (!isRegistered) register('./loader.js', import.meta.url);
  isRegistered = true;
}
