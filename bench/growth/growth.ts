import { BenchFailed, part, type Round } from '../part.js';
import { pageLength } from '../read-requests.js';
import { seedPastOrders } from '../seed/past-orders.js';
import { onSites, type Site } from '../site.js';
import { median } from '../statistics.js';
import { oneReader, type ReadTimes } from './one-reader.js';
import { alternatingPasses, type Grown, ordersOfPass, type Pass, passes } from './passes.js';

// Every pass leaves its orders to the next: the smallest size has 46,000 at the end, still a twentieth of the largest.
const sizes = [10_000, 100_000, 1_000_000] as const;

const keptSql = `select (select sum(pg_total_relation_size(t::regclass)) from unnest('{orders,order_events,contacts,inbox}'::text[]) as t)
  / (select count(*) from orders) as bytes`;
const messagesSql = `select pg_total_relation_size('messages') as bytes`;

const bytes = async (site: Site, sql: string): Promise<number> => (await site.numbers(sql))['bytes'] ?? Number.NaN;

type Measured = {
  readonly rates: readonly number[];
  readonly walBytes: number;
  /** Of a past order: without messages. */
  readonly keptBytes: number;
  /** Of a new order's messages. */
  readonly messageBytes: number;
  readonly reads: ReadTimes;
};

async function seeded(site: Site, pastOrders: number): Promise<Grown & { readonly keptBytes: number }> {
  await seedPastOrders(site.databaseUrl, pastOrders);
  await site.settle();
  return { site, pastOrders, keptBytes: await bytes(site, keptSql) };
}

async function measureAll(sites: readonly Site[], say: Round['say']): Promise<readonly Measured[]> {
  const grown = [];
  // One after the other: the disk is busy enough with each.
  for (const [index, site] of sites.entries()) grown.push(await seeded(site, sizes[index] ?? 0));
  const passesOf = await alternatingPasses(grown, say);
  const measured: Measured[] = [];
  for (const [index, { site, keptBytes }] of grown.entries()) {
    const own: readonly Pass[] = passesOf[index] ?? [];
    measured.push({
      rates: own.map(({ ordersPerSecond }) => ordersPerSecond),
      walBytes: median(own.map(({ walBytes }) => walBytes)),
      keptBytes,
      messageBytes: (await bytes(site, messagesSql)) / (passes * ordersOfPass),
      reads: await oneReader(site),
    });
  }
  return measured;
}

export const growth = part({
  name: 'growth',
  title: `Growth: so many past orders in the tables, without the messages that the retention has taken; ${String(passes)} passes over the sizes in turn, each of ${ordersOfPass.toLocaleString('en')} new orders end to end that stay in the tables (medians, the ratio pass by pass); then one reader`,
  occasion: 'growth',
  rounds: 'first',
  figures: {
    ordersPerSecondAt10k: { label: '10,000 orders: end to end', unit: 'orders/s' },
    pageP99MsAt10k: { label: `  a page of ${String(pageLength)} anywhere in the list, p99`, unit: 'ms' },
    walBytesAt10k: { label: '  WAL of a new order', unit: 'bytes' },
    ordersPerSecondAt100k: { label: '100,000 orders: end to end', unit: 'orders/s' },
    pageP99MsAt100k: { label: `  a page of ${String(pageLength)} anywhere in the list, p99`, unit: 'ms' },
    walBytesAt100k: { label: '  WAL of a new order', unit: 'bytes' },
    ordersPerSecondAt1m: { label: '1,000,000 orders: end to end', unit: 'orders/s' },
    ratio1mTo10k: { label: '  to the rate at 10,000', unit: '× rate', reach: { atLeast: 0.85 } },
    pageP99MsAt1m: { label: `  a page of ${String(pageLength)} anywhere in the list, p99`, unit: 'ms' },
    latestChangedP99MsAt1m: { label: '  the page that changed last, p99', unit: 'ms' },
    countP99MsAt1m: { label: '  totalCount of all, p99', unit: 'ms' },
    walBytesAt1m: { label: '  WAL of a new order', unit: 'bytes' },
    keptBytesAt1m: { label: '  tables and indexes of a past order', unit: 'bytes' },
    messageBytesAt1m: { label: "  and of a new order's messages, until the retention", unit: 'bytes' },
  },
  measure: async (round) => {
    const [small, middle, large] = await onSites(round, sizes.length, (sites) => measureAll(sites, round.say));
    if (small === undefined || middle === undefined || large === undefined) throw new BenchFailed('A size is missing');
    return {
      ordersPerSecondAt10k: median(small.rates),
      pageP99MsAt10k: small.reads.pageMs,
      walBytesAt10k: small.walBytes,
      ordersPerSecondAt100k: median(middle.rates),
      pageP99MsAt100k: middle.reads.pageMs,
      walBytesAt100k: middle.walBytes,
      ordersPerSecondAt1m: median(large.rates),
      ratio1mTo10k: median(large.rates.map((rate, pass) => rate / (small.rates[pass] ?? Number.NaN))),
      pageP99MsAt1m: large.reads.pageMs,
      latestChangedP99MsAt1m: large.reads.latestChangedMs,
      countP99MsAt1m: large.reads.countMs,
      walBytesAt1m: large.walBytes,
      keptBytesAt1m: large.keptBytes,
      messageBytesAt1m: large.messageBytes,
    };
  },
});
