import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import type { simulate } from '../run.js';
import { mutants } from './mutants.js';

/** The simulation with a mutant's fault in it, on modules of its own; null: as it is. @throws for one that's out of date */
export async function simulatorWith(mutant: string | null): Promise<typeof simulate> {
  if (mutant !== null) {
    assertFits(mutant);
    registerLoader();
  }
  const address = mutant === null ? '../run.js' : `../run.js?mutant=${mutant}`;
  const loaded = (await import(address)) as { readonly simulate: typeof simulate };
  return loaded.simulate;
}

/** A mutant whose place has changed would be none, and its runs would prove nothing. */
function assertFits(name: string): void {
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new Error(`There is no mutant ${name}`);
  const code = readFileSync(new URL(`../../../${mutant.file}`, import.meta.url), 'utf8');
  if (code.split(mutant.find).length !== 2)
    throw new Error(`Mutant ${name}: the text to replace must be in ${mutant.file} exactly once`);
}

let isRegistered = false;

/** Once for all mutants: whose a module is stands in its address. */
function registerLoader(): void {
  if (!isRegistered) register('./loader.js', import.meta.url);
  isRegistered = true;
}
