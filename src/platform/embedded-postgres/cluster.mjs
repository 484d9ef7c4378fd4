// @ts-check
import { execFile } from 'node:child_process';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { isAlive } from './postmaster.mjs';
import { EmbeddedPostgresUnavailable } from './unavailable.mjs';

/**
 * @import { Binaries } from './binaries.mjs'
 * @import { ServerUser } from './server-user.mjs'
 */

const run = promisify(execFile);
const DRAFT = /^cluster\.draft-(\d+)-\d+/;

let drafts = 0;

/**
 * What an interrupted initdb left behind.
 * @param {string} folder
 */
async function removeAbandonedDrafts(folder) {
  for (const name of await readdir(folder)) {
    const maker = DRAFT.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker))) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Makes the database cluster unless it is there. It appears under its name only when it is complete, by a rename: neither a crash nor a second process can
 * leave or see a half of it.
 * @param {string} folder
 * @param {Binaries} binaries
 * @param {string} password of the user `postgres`
 * @param {ServerUser | undefined} user
 * @returns {Promise<string>} the cluster's folder
 */
export async function ensureCluster(folder, binaries, password, user) {
  const cluster = join(folder, 'cluster');
  await removeAbandonedDrafts(folder);
  if (
    await stat(join(cluster, 'PG_VERSION')).then(
      () => true,
      () => false,
    )
  )
    return cluster;

  const draft = join(folder, `cluster.draft-${process.pid}-${++drafts}`);
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user !== undefined) for (const path of [draft, passwordFile]) await chown(path, user.uid, user.gid);
    await run(
      binaries.initdb,
      [
        '-D',
        draft,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { cwd: folder, ...user, env: { ...process.env, LC_ALL: 'C' } },
    );
    await rename(draft, cluster);
  } catch (error) {
    if (
      !(await stat(join(cluster, 'PG_VERSION')).then(
        () => true,
        () => false,
      ))
    ) {
      throw new EmbeddedPostgresUnavailable(
        'INITDB',
        `The database cluster in ${folder} can't be made: ${String(error)}`,
        { cause: error },
      );
    }
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
  return cluster;
}
