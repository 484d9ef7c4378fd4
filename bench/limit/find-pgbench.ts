import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { BenchFailed } from '../part.js';

const debianPlace = '/usr/lib/postgresql';

/** Debian's newest, else the one in the PATH. @throws BenchFailed */
export async function findPgbench(): Promise<string> {
  const versions = await readdir(debianPlace).catch(() => []);
  const newestFirst = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
  const folders = [
    ...newestFirst.map((version) => join(debianPlace, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  for (const folder of folders) {
    const path = join(folder, 'pgbench');
    if (await isExecutable(path)) return path;
  }
  throw new BenchFailed(
    'pgbench is missing, and the limit L1 is measured with it: on Debian it comes with the package postgresql',
  );
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
