// @ts-check
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

// Debian keeps them here; its wrapper in the PATH serves nobody but root and the user rabbitmq.
const RABBITMQ_PLACE = '/usr/lib/rabbitmq/bin';
const POSTGRES_PLACE = '/usr/lib/postgresql';
// Not everybody's PATH has the folders of the system's daemons.
const DAEMON_PLACES = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** A program that the private servers need isn't on this machine; the message names it and the Debian package that brings it. */
export class ServerMissing extends Error {
  /**
   * @param {string} program
   * @param {string} debianPackage
   */
  constructor(program, debianPackage) {
    super(`${program} is not on this machine: on Debian, apt-get install ${debianPackage} brings it`);
    this.name = 'ServerMissing';
    this.code = 'SERVERS.MISSING';
  }
}

/**
 * @typedef {object} ServerPrograms
 * @property {string} redisServer
 * @property {string} rabbitmqServer
 * @property {string} rabbitmqctl
 * @property {string} epmd Erlang's port mapper, which RabbitMQ's nodes find each other by
 */

/**
 * PostgreSQL isn't among them: npm brings one.
 * @returns {Promise<ServerPrograms>}
 * @throws {ServerMissing}
 */
export async function findServerPrograms() {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...DAEMON_PLACES];
  return {
    redisServer: await find('redis-server', folders, 'redis-server'),
    rabbitmqServer: await find('rabbitmq-server', [RABBITMQ_PLACE, ...folders], 'rabbitmq-server'),
    rabbitmqctl: await find('rabbitmqctl', [RABBITMQ_PLACE, ...folders], 'rabbitmq-server'),
    epmd: await find('epmd', folders, 'erlang-base'),
  };
}

/** @returns {Promise<string | null>} the folder with the programs of Debian's newest PostgreSQL; null where it isn't installed */
export async function findDebianPostgres() {
  const versions = await readdir(POSTGRES_PLACE).catch(() => []);
  const newestFirst = versions.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(b) - Number(a));
  for (const version of newestFirst) {
    const folder = join(POSTGRES_PLACE, version, 'bin');
    if ((await isExecutable(join(folder, 'initdb'))) && (await isExecutable(join(folder, 'postgres')))) return folder;
  }
  return null;
}

/**
 * @param {string} program
 * @param {readonly string[]} folders
 * @param {string} debianPackage
 */
async function find(program, folders, debianPackage) {
  for (const folder of folders) {
    const path = join(folder, program);
    if (await isExecutable(path)) return path;
  }
  throw new ServerMissing(program, debianPackage);
}

/** @param {string} path */
function isExecutable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
