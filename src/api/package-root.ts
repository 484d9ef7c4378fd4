import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with package.json: above src/ as well as above dist/src/. */
function findPackageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  if (dirname(from) === from) throw new Error('There is no package.json above this file');
  return findPackageRoot(dirname(from));
}

export const packageRoot = findPackageRoot(import.meta.dirname);
