import { backlogOrders, backlogRate, stepsOfOrder } from './backlog-rate.js';
import { checkOrders, countOrders } from './order-check.js';
import { part } from './part.js';
import { onSite, type Place, type Site } from './site.js';

const oneProcess = [{}] as const;
// The relay first: it must be there when the first commit rings.
const twoProcesses = [{ ROLES: 'relay' }, { ROLES: 'api,consumer,timers' }] as const;

type Roles = typeof oneProcess | typeof twoProcesses;

/** The rate of a backlog that the service answers; every order must be in the tables as well. @throws BenchFailed */
export async function endToEndRate(site: Site, roles: Roles = oneProcess, orders = backlogOrders): Promise<number> {
  const before = await countOrders(site);
  const rate = await backlogRate(await site.openLoad(), () => startAll(site, roles), orders);
  await checkOrders(site, orders, before);
  return rate;
}

async function startAll(site: Site, roles: Roles): Promise<void> {
  for (const env of roles) await site.startService(env);
}

const rateOf = (place: Place, roles: Roles): Promise<number> => onSite(place, (site) => endToEndRate(site, roles));

export const endToEnd = part({
  name: 'endToEnd',
  title: `End to end: a backlog of ${(stepsOfOrder * backlogOrders).toLocaleString('en')} events in a quorum queue → service → confirmed commands in a quorum queue`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'one process', unit: 'orders/s' },
    ratioToL1: { label: 'one process, to L1', unit: '× L1', reach: { atLeast: 1 } },
    ratioToBroker: { label: 'one process, to the broker alone', unit: '× broker' },
    splitOrdersPerSecond: { label: 'relay in a second process', unit: 'orders/s' },
    splitRatioToL1: { label: 'relay in a second process, to L1', unit: '× L1' },
  },
  measure: async (round) => {
    const ordersPerSecond = await rateOf(round, oneProcess);
    const splitOrdersPerSecond = await rateOf(round, twoProcesses);
    const limit = round.earlier('l1', 'ordersPerSecond');
    const broker = round.earlier('broker', 'ordersPerSecond');
    return {
      ordersPerSecond,
      splitOrdersPerSecond,
      ...(limit === undefined
        ? {}
        : { ratioToL1: ordersPerSecond / limit, splitRatioToL1: splitOrdersPerSecond / limit }),
      ...(broker === undefined ? {} : { ratioToBroker: ordersPerSecond / broker }),
    };
  },
});
