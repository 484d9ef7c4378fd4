import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start.mjs';
import { findChromium, findPostgres, findRabbitmq, findRedis, findServers, withoutPassword } from './find-parts.mjs';
import { runJest } from './run-jest.mjs';

/**
 * `npm test`: looks which servers answer, hands their addresses to Jest, and says which tests are skipped for want of one.
 * Arguments are Jest's. With CI=true a missing part is an error, so that nothing is skipped there.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const PARTS = [
  { name: 'PostgreSQL', find: findPostgres, setting: 'DATABASE_URL', handedOnAs: 'TEST_DATABASE_URL' },
  { name: 'Redis', find: findRedis, setting: 'REDIS_URL', handedOnAs: 'TEST_REDIS_URL' },
  { name: 'RabbitMQ', find: findRabbitmq, setting: 'BROKER_URL', handedOnAs: 'TEST_BROKER_URL' },
  { name: 'Chromium', find: findChromium, setting: 'CHROMIUM_PATH', handedOnAs: 'TEST_CHROMIUM' },
  { name: 'Private servers', find: findServers, setting: 'TEST_SERVERS', handedOnAs: 'TEST_SERVERS' },
];

const cleanUps = [];
try {
  process.exitCode = await main();
} finally {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
}

async function main() {
  const env = { ...process.env };
  const found = await Promise.all(PARTS.map(async (part) => ({ ...part, ...(await part.find(process.env)) })));
  const faults = [];
  for (const part of found) {
    // A test that wants a server asks for it by its TEST_ name; one of the unset default must not reach a real server.
    delete env[part.setting];
    delete env[part.handedOnAs];
    const address = part.address ?? (await standIn(part));
    if (address !== undefined) {
      env[part.handedOnAs] = address;
      console.log(`${part.name}: ${withoutPassword(address)}${part.address ? '' : ' (embedded, for this run only)'}`);
    } else if (process.env[part.setting]) faults.push(`${part.name}: ${part.setting} is of no use (${part.missing})`);
    else if (process.env.CI === 'true') faults.push(`${part.name} is missing (${part.missing}); CI runs every test`);
    else console.log(`${part.name}: not found (${part.missing}), its tests are skipped`);
  }
  if (faults.length === 0) return runJest(['--maxWorkers=2', ...process.argv.slice(2)], { cwd: ROOT, env });
  for (const fault of faults) console.error(`error: ${fault}`);
  return 1;
}

/** Only PostgreSQL has a stand-in, and not for an address that was asked for by name. */
async function standIn(part) {
  if (part.name !== 'PostgreSQL' || process.env[part.setting]) return undefined;
  const dataFolder = await mkdtemp(join(tmpdir(), 'order-finance-test-'));
  cleanUps.push(() => rm(dataFolder, { recursive: true, force: true }));
  const server = await startEmbeddedPostgres({ dataFolder });
  cleanUps.push(() => server.stop());
  return server.url;
}
