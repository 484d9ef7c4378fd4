import { writeCursor } from '../src/queries/cursor.js';
import { OrderId } from '../src/kernel/ids.js';
import { endToEndRate } from './end-to-end.js';
import type { ReadRequest } from './load/read-load.js';
import { part, type Round } from './part.js';
import { orderFields, overGraphql, pageLength, withId } from './read-requests.js';
import { seedPastOrders } from './seed/past-orders.js';
import { onSite, type Site } from './site.js';

const ordersOfRun = 15_000;
const places = 1_000;

// Pages begin at places all over the list: the first one alone would always be in memory.
const placesSql = `
select b.order_id as "placeId", (extract(epoch from b.placed_at) * 1000000)::bigint::text as micros, a.order_id as "nextId"
from (select order_id, placed_at from orders order by random() limit ${String(places)}) b
cross join lateral (select order_id from orders where (placed_at, order_id) < (b.placed_at, b.order_id)
  order by placed_at desc, order_id desc limit 1) a`;
const walSql = `select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes`;
const keptSql = `select (select sum(pg_total_relation_size(t::regclass)) from unnest('{orders,order_events,contacts,inbox}'::text[]) as t)
  / (select count(*) from orders) as bytes`;
const messagesSql = `select pg_total_relation_size('messages') as bytes`;

type Place = { readonly placeId: string; readonly micros: string; readonly nextId: string };

const pageQuery = `query Page($after: String) { orders(first: ${String(pageLength)}, after: $after) {
  edges { cursor node { ${orderFields} } } pageInfo { hasNextPage endCursor } } }`;
const countRequest = overGraphql('{ orders(first: 0) { totalCount } }', {}, '"totalCount":');
const latestChangedRequest = overGraphql(
  `{ orders(first: ${String(pageLength)}, orderBy: { field: UPDATED_AT }) { nodes { ${orderFields} } } }`,
  {},
  '"nodes":[{',
);

const bytes = async (site: Site, sql: string): Promise<number> => (await site.numbers(sql))['bytes'] ?? Number.NaN;

function pageAfter({ placeId, micros, nextId }: Place): ReadRequest {
  const after = writeCursor({ field: 'placedAt', micros: BigInt(micros), orderId: OrderId(placeId) });
  return overGraphql(pageQuery, { after }, withId(nextId));
}

async function measureSize(round: Round, orders: number) {
  return onSite(round, async (site) => {
    await seedPastOrders(site.databaseUrl, orders);
    const keptBytes = await bytes(site, keptSql);
    const walBefore = await bytes(site, walSql);
    const rate = await endToEndRate(site, undefined, ordersOfRun);
    const walBytes = ((await bytes(site, walSql)) - walBefore) / ordersOfRun;
    const messageBytes = (await bytes(site, messagesSql)) / ordersOfRun;

    const requests = (await site.rows<Place>(placesSql)).map(pageAfter);
    const service = await site.startService({ ROLES: 'api' });
    const load = await site.openLoad();
    const p99 = async (asked: readonly ReadRequest[]) => {
      const one = { url: service.url, requests: asked, concurrency: 1, warmUpMs: 1_000, measureMs: 4_000 };
      return (await load.ask('readLoad', one)).p99Ms;
    };
    const pageMs = await p99(requests);
    const countMs = await p99([countRequest]);
    const latestChangedMs = await p99([latestChangedRequest]);
    return { rate, keptBytes, walBytes, messageBytes, pageMs, countMs, latestChangedMs };
  });
}

export const growth = part({
  name: 'growth',
  title: `Growth: so many past orders in the tables, without the messages that the retention has taken; ${ordersOfRun.toLocaleString('en')} new ones end to end, then one reader`,
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
    const small = await measureSize(round, 10_000);
    const middle = await measureSize(round, 100_000);
    const large = await measureSize(round, 1_000_000);
    return {
      ordersPerSecondAt10k: small.rate,
      pageP99MsAt10k: small.pageMs,
      walBytesAt10k: small.walBytes,
      ordersPerSecondAt100k: middle.rate,
      pageP99MsAt100k: middle.pageMs,
      walBytesAt100k: middle.walBytes,
      ordersPerSecondAt1m: large.rate,
      ratio1mTo10k: large.rate / small.rate,
      pageP99MsAt1m: large.pageMs,
      latestChangedP99MsAt1m: large.latestChangedMs,
      countP99MsAt1m: large.countMs,
      walBytesAt1m: large.walBytes,
      keptBytesAt1m: large.keptBytes,
      messageBytesAt1m: large.messageBytes,
    };
  },
});
