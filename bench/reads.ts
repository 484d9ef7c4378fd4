import type { LoadGenerator } from './load/load-generator.js';
import type { ReadFigures, ReadRequest } from './load/read-load.js';
import { part } from './part.js';
import { orderFields, overGraphql, overRest, pageLength, withId } from './read-requests.js';
import { seedPastOrders } from './seed/past-orders.js';
import { onSite, type Site } from './site.js';

const orders = 100_000;
const orderQuery = `query Order($id: UUID!) { order(id: $id) { ${orderFields} } }`;
const pageQuery = `{ orders(first: ${String(pageLength)}) { edges { cursor node { ${orderFields} } } pageInfo { hasNextPage endCursor } } }`;

type OrderIdRow = { readonly id: string };
const someOrdersSql = 'select order_id as id from orders order by random() limit 5000';
const lastOfPageSql = `select order_id as id from orders order by placed_at desc, order_id desc offset ${String(pageLength - 1)} limit 1`;

async function readOnce(site: Site) {
  await seedPastOrders(site.databaseUrl, orders);
  const asked = (await site.rows<OrderIdRow>(someOrdersSql)).map(({ id }) => id);
  const lastOfPage = (await site.rows<OrderIdRow>(lastOfPageSql)).map(({ id }) => id);
  const service = await site.startService({ ROLES: 'api' });
  const load = await site.openLoad();
  const measure = (requests: readonly ReadRequest[]) => measureReads(load, service.url, requests);

  const graphqlOrder = await measure(asked.map((id) => overGraphql(orderQuery, { id }, withId(id))));
  const restOrder = await measure(asked.map((id) => overRest(`/${id}`, withId(id))));
  const graphqlPage = await measure(lastOfPage.map((id) => overGraphql(pageQuery, {}, withId(id))));
  const restPage = await measure(lastOfPage.map((id) => overRest(`?pageSize=${String(pageLength)}`, withId(id))));
  return {
    graphqlOrderPerSecond: graphqlOrder.perSecond,
    graphqlOrderP99Ms: graphqlOrder.p99Ms,
    restOrderPerSecond: restOrder.perSecond,
    restOrderP99Ms: restOrder.p99Ms,
    restToGraphql: restOrder.perSecond / graphqlOrder.perSecond,
    graphqlPagePerSecond: graphqlPage.perSecond,
    graphqlPageP99Ms: graphqlPage.p99Ms,
    restPagePerSecond: restPage.perSecond,
    restPageP99Ms: restPage.p99Ms,
  };
}

const measureReads = (load: LoadGenerator, url: string, requests: readonly ReadRequest[]): Promise<ReadFigures> =>
  load.ask('readLoad', { url, requests, concurrency: 32, warmUpMs: 1_500, measureMs: 4_000 });

export const reads = part({
  name: 'reads',
  title: `Reads: one process of the role api, ${orders.toLocaleString('en')} orders in the tables, 32 requests at once`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    graphqlOrderPerSecond: { label: 'GraphQL, an order by id', unit: 'requests/s', reach: { atLeast: 3_000 } },
    graphqlOrderP99Ms: { label: 'GraphQL, an order by id, p99', unit: 'ms', reach: { atMost: 30 } },
    restOrderPerSecond: { label: 'REST, an order by id', unit: 'requests/s' },
    restOrderP99Ms: { label: 'REST, an order by id, p99', unit: 'ms' },
    restToGraphql: { label: 'REST to GraphQL', unit: '× GraphQL', reach: { atLeast: 1.5 } },
    graphqlPagePerSecond: { label: `GraphQL, a page of ${String(pageLength)}`, unit: 'requests/s' },
    graphqlPageP99Ms: { label: `GraphQL, a page of ${String(pageLength)}, p99`, unit: 'ms' },
    restPagePerSecond: { label: `REST, a page of ${String(pageLength)} with the count of all`, unit: 'requests/s' },
    restPageP99Ms: { label: `REST, a page of ${String(pageLength)} with the count of all, p99`, unit: 'ms' },
  },
  measure: (round) => onSite(round, readOnce),
});
