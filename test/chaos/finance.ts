import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import type { Site } from './site.js';

const finance = fileURLToPath(new URL('../../src/finance.js', import.meta.url));
const mostOutput = 64 * 1024 * 1024;

/** As an operator runs it. Rejects, with its stdout, where it doesn't end with 0. */
export async function runFinance({ databaseUrl, servers }: Site, ...args: readonly string[]): Promise<void> {
  const { PATH } = process.env;
  const env = { PATH, DATABASE_URL: databaseUrl, REDIS_URL: servers.redis.url };
  await promisify(execFile)(process.execPath, [finance, ...args], { env, maxBuffer: mostOutput });
}

/** What `finance verify` and `finance ledger verify` find, line by line. */
export async function financeFaults(site: Site): Promise<readonly string[]> {
  return [...(await faultsOf(site, 'verify')), ...(await faultsOf(site, 'ledger', 'verify'))];
}

async function faultsOf(site: Site, ...command: readonly string[]): Promise<readonly string[]> {
  try {
    await runFinance(site, ...command);
    return [];
  } catch (error) {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : '';
    const lines = said === '' ? [String(error)] : said.split('\n');
    return lines.map((line) => `finance ${command.join(' ')}: ${line}`);
  }
}
