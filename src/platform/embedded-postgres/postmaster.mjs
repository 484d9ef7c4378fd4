// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { link, readFile, readlink, realpath, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { errorCode } from './error-code.mjs';

/**
 * @import { ServerUser } from './server-user.mjs'
 * @typedef {{ readonly pid: number, readonly port: number, readonly status: 'ready' | 'not ready' }} Postmaster
 */

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, another user's.
    return errorCode(error) === 'EPERM';
  }
}

/**
 * Whether a process is the server of this cluster. A number alone says nothing: after a crash (a container's restart above all) another process may have it.
 * @param {number} pid
 * @param {string} cluster
 */
async function serves(pid, cluster) {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    // A postmaster works in its data folder. What can't be read is another user's process, and our server never is.
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return workingFolder === (await realpath(cluster));
  }
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes(cluster);
}

/**
 * Removes a file unless somebody has replaced it since it was read.
 * @param {string} file
 * @param {string} text
 */
async function removeUnchanged(file, text) {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(ignoreMissing);
  const current = await readFile(aside, 'utf8').catch(ignoreMissing);
  if (current !== undefined && current !== text) await link(aside, file);
  await rm(aside, { force: true });
}

/** @param {unknown} error */
function ignoreMissing(error) {
  if (errorCode(error) !== 'ENOENT') throw error;
  return undefined;
}

/**
 * @param {string} cluster
 * @returns {Promise<Postmaster | undefined>} the live server of this cluster; a file that a crash left is removed
 */
export async function readPostmaster(cluster) {
  const file = join(cluster, 'postmaster.pid');
  const text = (await readFile(file, 'utf8').catch(ignoreMissing)) ?? '';
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!(await serves(pid, cluster))) {
    // PostgreSQL itself removes the file of a dead process, but refuses to start when the number lives on in another one.
    if (isAlive(pid)) await removeUnchanged(file, text);
    return undefined;
  }
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() === 'ready' ? 'ready' : 'not ready' };
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string')
    throw new Error('A TCP server without a port.', { cause: address });
  return address.port;
}

/**
 * Starts a server, in a session of its own: Ctrl-C in the terminal must not stop it before those who use it.
 * Of several processes that do this at once PostgreSQL lets one through (postmaster.pid), the others' servers exit.
 * @param {string} postgres
 * @param {string} folder
 * @param {string} cluster
 * @param {ServerUser | undefined} user
 * @returns {Promise<{ exited: () => boolean }>}
 */
export async function launchServer(postgres, folder, cluster, user) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: await findFreePort(),
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_connections: 100,
    fsync: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // One file per weekday, written over after a week: never more than seven.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
  };
  const early = openSync(join(folder, 'start.log'), 'a', 0o600);
  const child = spawn(
    postgres,
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: folder,
      detached: true,
      stdio: ['ignore', early, early],
      ...user,
    },
  );
  closeSync(early);
  child.unref();
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  child.once('error', () => {
    exited = true;
  });
  return { exited: () => exited };
}
