import { readFile } from 'node:fs/promises';
import type { InitializeHook, LoadHook } from 'node:module';
import type { Mutant } from './mutants.js';

let mutant: Mutant | null = null;

export const initialize: InitializeHook<Mutant> = (data) => {
  mutant = data;
};

/** Puts the mutant's fault into its place. A mutant whose place has changed would be none: the process must not start with it. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (mutant === null || !url.endsWith(`/dist/${mutant.file}`)) return loaded;
  const parts = (await readFile(new URL(url), 'utf8')).split(mutant.find);
  if (parts.length !== 2)
    throw new Error(`The mutant ${mutant.name} has to find its text once, found ${parts.length - 1}`);
  return { ...loaded, source: parts.join(mutant.replace) };
};
