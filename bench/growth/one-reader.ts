import { OrderId } from '../../src/kernel/ids.js';
import { writeCursor } from '../../src/queries/cursor.js';
import type { ReadRequest } from '../load/read-load.js';
import { orderFields, overGraphql, pageLength, withId } from '../read-requests.js';
import type { Site } from '../site.js';

const places = 1_000;

// Pages begin at places all over the list: the first one alone would always be in memory.
const placesSql = `
select b.order_id as "placeId", (extract(epoch from b.placed_at) * 1000000)::bigint::text as micros, a.order_id as "nextId"
from (select order_id, placed_at from orders order by random() limit ${String(places)}) b
cross join lateral (select order_id from orders where (placed_at, order_id) < (b.placed_at, b.order_id)
  order by placed_at desc, order_id desc limit 1) a`;

type Place = { readonly placeId: string; readonly micros: string; readonly nextId: string };

const pageQuery = `query Page($after: String) { orders(first: ${String(pageLength)}, after: $after) {
  edges { cursor node { ${orderFields} } } pageInfo { hasNextPage endCursor } } }`;
const countRequest = overGraphql('{ orders(first: 0) { totalCount } }', {}, '"totalCount":');
const latestChangedRequest = overGraphql(
  `{ orders(first: ${String(pageLength)}, orderBy: { field: UPDATED_AT }) { nodes { ${orderFields} } } }`,
  {},
  '"nodes":[{',
);

function pageAfter({ placeId, micros, nextId }: Place): ReadRequest {
  const after = writeCursor({ field: 'placedAt', micros: BigInt(micros), orderId: OrderId(placeId) });
  return overGraphql(pageQuery, { after }, withId(nextId));
}

export type ReadTimes = { readonly pageMs: number; readonly countMs: number; readonly latestChangedMs: number };

/** The p99 of each kind of page, asked by one reader, one request after the other. */
export async function oneReader(site: Site): Promise<ReadTimes> {
  const requests = (await site.rows<Place>(placesSql)).map(pageAfter);
  const service = await site.startService({ ROLES: 'api' });
  const load = await site.openLoad();
  const p99 = async (asked: readonly ReadRequest[]) => {
    const one = { url: service.url, requests: asked, concurrency: 1, warmUpMs: 1_000, measureMs: 4_000 };
    return (await load.ask('readLoad', one)).p99Ms;
  };
  const times = {
    pageMs: await p99(requests),
    countMs: await p99([countRequest]),
    latestChangedMs: await p99([latestChangedRequest]),
  };
  await site.endProcesses();
  return times;
}
