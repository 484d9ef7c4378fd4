// @ts-check
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds package.json, and with it prisma/ and .data/. Searched for, as compiled code lies one level deeper than its source.
 * @returns {Promise<string>}
 */
export async function findProjectRoot() {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (
      await stat(join(folder, 'package.json')).then(
        () => true,
        () => false,
      )
    )
      return folder;
  }
  throw new Error(`There is no package.json in any folder above ${start}.`);
}
