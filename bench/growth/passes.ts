import { digits } from '../digits.js';
import { endToEndRate } from '../end-to-end.js';
import type { Round } from '../part.js';
import type { Site } from '../site.js';

export const passes = 3;
export const ordersOfPass = 12_000;

const walSql = `select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes`;

/** A site with so many past orders in its tables. */
export type Grown = { readonly pastOrders: number; readonly site: Site };

export type Pass = {
  readonly ordersPerSecond: number;
  /** Bytes of WAL for each of its orders. */
  readonly walBytes: number;
};

/**
 * New orders end to end on each site in turn, so that a slow minute of the machine meets all of them.
 * @returns a list for each site, with its passes in order
 */
export async function alternatingPasses(
  sites: readonly Grown[],
  say: Round['say'],
): Promise<readonly (readonly Pass[])[]> {
  const all = sites.map((): Pass[] => []);
  for (let turn = 1; turn <= passes; turn += 1) {
    for (const [index, { pastOrders, site }] of sites.entries()) {
      const pass = await onePass(site);
      all[index]?.push(pass);
      say(`  pass ${String(turn)}, ${pastOrders.toLocaleString('en')}: ${digits(pass.ordersPerSecond)} orders/s`);
    }
  }
  return all;
}

async function onePass(site: Site): Promise<Pass> {
  const before = await walBytes(site);
  const ordersPerSecond = await endToEndRate(site, undefined, ordersOfPass);
  const written = (await walBytes(site)) - before;
  // Else this service would be the active consumer of the next pass, and not cold.
  await site.endProcesses();
  // Only the smaller sizes grow by enough to be vacuumed of themselves, and that would cost the pass of the next size.
  await site.settle();
  return { ordersPerSecond, walBytes: written / ordersOfPass };
}

const walBytes = async (site: Site): Promise<number> => (await site.numbers(walSql))['bytes'] ?? Number.NaN;
