import type { LoadGenerator } from '../load/load-generator.js';
import { checkOrders, mustBe } from '../order-check.js';
import { part, type Round } from '../part.js';
import { onSite } from '../site.js';
import { closedSpell } from '../spells.js';
import type { PeerName } from './peer.js';
import type { PeerProcessSettings } from './peer-process-settings.js';

const loop = { inFlight: 64, seconds: 5 };
const warmUp = { inFlight: 64, seconds: 3 };

const countsSql = `select
  (select count(*) from orders) as orders,
  (select count(*) from orders where status = 'Completed' and version = 3) as completed,
  (select count(*) from inbox) as inbox,
  (select count(*) from order_events) as events`;

type Lived = { readonly orders: number; readonly ordersPerSecond: number };

/** The same load for all of them: events over RabbitMQ, each step waits for the command of the one before. */
async function live(load: LoadGenerator): Promise<Lived> {
  const warm = await closedSpell(load, warmUp);
  const { orders, ordersPerSecond } = await closedSpell(load, loop);
  return { orders: warm.orders + orders, ordersPerSecond };
}

const ours = (round: Round): Promise<number> =>
  onSite(round, async (site) => {
    const load = await site.openLoad();
    await site.startService();
    const { orders, ordersPerSecond } = await live(load);
    await checkOrders(site, orders);
    return ordersPerSecond;
  });

const theirs = (name: PeerName, round: Round): Promise<number> =>
  onSite(round, async (site) => {
    const { databaseUrl, prefix } = site;
    const load = await site.openLoad();
    const settings: PeerProcessSettings = { name, databaseUrl, brokerUrl: round.servers.broker, prefix };
    await site.startInstead(new URL('./main.js', import.meta.url), settings);
    const { orders, ordersPerSecond } = await live(load);
    mustBe({ orders, completed: orders, inbox: 3 * orders, events: 3 * orders }, await site.numbers(countsSql));
    return ordersPerSecond;
  });

export const peers = part({
  name: 'peers',
  title: `Peers in the service's place, between the same queues: ${String(loop.inFlight)} orders in flight, each step waits for the command of the one before`,
  occasion: 'peers',
  rounds: 'every',
  figures: {
    oursPerSecond: { label: 'this service', unit: 'orders/s' },
    graphilePerSecond: { label: 'graphile-worker, batched', unit: 'orders/s' },
    dbosPerSecond: { label: 'DBOS, a workflow for each message', unit: 'orders/s' },
    prismaPerSecond: { label: 'a Prisma transaction for each message', unit: 'orders/s' },
    timesGraphile: { label: 'this service to graphile-worker', unit: '×' },
    timesDbos: { label: 'this service to DBOS', unit: '×' },
    timesPrisma: { label: 'this service to Prisma transactions', unit: '×' },
  },
  measure: async (round) => {
    const oursPerSecond = await ours(round);
    const graphilePerSecond = await theirs('graphile', round);
    const dbosPerSecond = await theirs('dbos', round);
    const prismaPerSecond = await theirs('prisma', round);
    return {
      oursPerSecond,
      graphilePerSecond,
      dbosPerSecond,
      prismaPerSecond,
      timesGraphile: oursPerSecond / graphilePerSecond,
      timesDbos: oursPerSecond / dbosPerSecond,
      timesPrisma: oursPerSecond / prismaPerSecond,
    };
  },
});
