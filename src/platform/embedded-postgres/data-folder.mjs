// @ts-check
import { createHash } from 'node:crypto';
import { chmod, mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { findProjectRoot } from './project-root.mjs';
import { canReach } from './server-user.mjs';
import { EmbeddedPostgresUnavailable } from './unavailable.mjs';

/** @import { ServerUser } from './server-user.mjs' */

// Only root writes here, and every user may look: where root keeps what the server's user must reach.
export const ROOT_STORE = '/var/lib/order-finance';

/**
 * @param {{ readonly DATA_FOLDER?: string | undefined }} environment
 * @returns {Promise<string>} `DATA_FOLDER`, else `.data/postgres` of the checkout
 */
export async function defaultDataFolder(environment) {
  const given = environment.DATA_FOLDER;
  if (given !== undefined && given !== '') return given;
  return join(await findProjectRoot(), '.data', 'postgres');
}

/**
 * @param {string} folder
 * @param {number} mode of each folder made here, whatever the umask
 */
export async function makeFolder(folder, mode) {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await chmod(made, mode);
}

/**
 * The folder that will really hold the data: the one asked for or, when this is root and the server's user can't get there (a checkout under /root),
 * one below /var/lib/order-finance named for it, so that the same checkout finds its data again.
 * @param {string} asked
 * @param {ServerUser | undefined} user
 * @returns {Promise<string>} exists
 */
export async function prepareDataFolder(asked, user) {
  try {
    await makeFolder(asked, user === undefined ? 0o700 : 0o755);
    const folder = await realpath(asked);
    if (user === undefined || canReach(folder, user)) return folder;
    // The data folder itself may be opened: what is in it has modes of its own. The folders above it are not ours.
    await chmod(folder, 0o755);
    if (canReach(folder, user)) return folder;

    const moved = join(ROOT_STORE, createHash('sha256').update(folder).digest('hex').slice(0, 12));
    await makeFolder(moved, 0o755);
    if (!canReach(moved, user)) {
      throw new EmbeddedPostgresUnavailable(
        'DATA_FOLDER',
        `PostgreSQL doesn't run as root, and user ${user.uid} can reach neither ${folder} nor ${moved}: set DATA_FOLDER or DATABASE_URL.`,
      );
    }
    await writeFile(join(folder, 'MOVED.txt'), `The server's user can't reach this folder. The data is in ${moved}\n`);
    return moved;
  } catch (error) {
    if (error instanceof EmbeddedPostgresUnavailable) throw error;
    throw new EmbeddedPostgresUnavailable(
      'DATA_FOLDER',
      `The data folder ${asked} can't be used: set DATA_FOLDER or DATABASE_URL.`,
      { cause: error },
    );
  }
}
