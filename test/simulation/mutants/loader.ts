import { readFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { mutants } from './mutants.js';

const root = new URL('../../../', import.meta.url).href;
const mark = '?mutant=';

const mutantOf = (url: string | undefined): string | null => url?.split(mark)[1] ?? null;

/** What a mutated module imports of ours is mutated too. */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context);
  const name = mutantOf(context.parentURL);
  const isOurs = resolved.url.startsWith(root) && mutantOf(resolved.url) === null;
  return name === null || !isOurs ? resolved : { ...resolved, url: resolved.url + mark + name };
};

/** Puts the fault into its place. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  const name = mutantOf(url);
  if (name === null) return loaded;
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined || url !== `${root}${mutant.file}${mark}${name}`) return loaded;
  const code = readFileSync(new URL(mutant.file, root), 'utf8');
  return { ...loaded, source: code.split(mutant.find).join(mutant.replace) };
};
