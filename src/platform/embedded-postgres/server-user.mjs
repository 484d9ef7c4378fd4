// @ts-check
import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** @typedef {{ readonly uid: number, readonly gid: number }} ServerUser */

const NOBODY = 65534;

/**
 * PostgreSQL refuses to run as root: who runs it instead.
 * @param {string} asked the data folder; data that an ordinary user made stays with that user
 * @returns {Promise<ServerUser | undefined>} undefined: the user of this process
 */
export async function serverUser(asked) {
  if (process.geteuid?.() !== 0) return undefined;
  const owner = await stat(join(asked, 'cluster')).catch(() => undefined);
  return owner === undefined || owner.uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid: owner.uid, gid: owner.gid };
}

/**
 * Tries it: libraries, file modes, mount options and the processor all have their say.
 * @param {string} executable
 * @param {ServerUser | undefined} user
 */
export function canRun(executable, user) {
  return spawnSync(executable, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * Asks the kernel rather than the mode bits: access lists and mount options count too.
 * @param {string} folder
 * @param {ServerUser} user
 */
export function canReach(folder, { uid, gid }) {
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
  );
}
