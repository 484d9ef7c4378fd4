// @ts-check
import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode } from './error-code.mjs';
import { EmbeddedPostgresUnavailable } from './unavailable.mjs';

/**
 * The cluster's password: made once, kept beside the data, readable by nobody but who made it. Loopback is shared by all users of a machine.
 * @param {string} folder
 * @returns {Promise<string>}
 */
export async function readOrCreatePassword(folder) {
  const file = join(folder, 'password');
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
    // link(2) is atomic and never replaces: of several processes one wins, and a half-written password is never seen.
    await link(draft, file).catch((error) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EmbeddedPostgresUnavailable(
      'DATA_FOLDER',
      `The password in ${file} can't be read: the data folder belongs to another user; set DATA_FOLDER or DATABASE_URL.`,
      { cause: error },
    );
  } finally {
    await rm(draft, { force: true });
  }
}
