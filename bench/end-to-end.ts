import { checkCommands, checkOrders, countOrders } from './order-check.js';
import { part } from './part.js';
import { onSite, type Place, type Site } from './site.js';

const orders = 18_000;
// Node compiles what runs often for the first seconds: a part of the backlog isn't counted.
const uncounted = 1 / 3;
const stepsOfOrder = 3;

const oneProcess = [{}] as const;
// The relay first: it must be there when the first commit rings.
const twoProcesses = [{ ROLES: 'relay' }, { ROLES: 'api,consumer,timers' }] as const;

type Roles = typeof oneProcess | typeof twoProcesses;

/** Orders a second until the last command is confirmed; the service starts on the backlog, and its first third isn't counted. */
export async function endToEndRate(site: Site, roles: Roles = oneProcess, count = orders): Promise<number> {
  const before = await countOrders(site);
  const load = await site.openLoad();
  await load.ask('publishBacklog', count);
  const warmUp = Math.floor(count * uncounted);
  const [{ ms, steps }] = await Promise.all([load.ask('untilAnswered', warmUp), startAll(site, roles)]);
  await checkOrders(site, count, before);
  await checkCommands(load, count);
  return steps / stepsOfOrder / (ms / 1_000);
}

async function startAll(site: Site, roles: Roles): Promise<void> {
  for (const env of roles) await site.startService(env);
}

const rateOf = (place: Place, roles: Roles): Promise<number> => onSite(place, (site) => endToEndRate(site, roles));

export const endToEnd = part({
  name: 'endToEnd',
  title: `End to end: a backlog of ${(stepsOfOrder * orders).toLocaleString('en')} events in a quorum queue → service → confirmed commands in a quorum queue`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'one process', unit: 'orders/s' },
    ratioToL1: { label: 'one process, to L1', unit: '× L1', reach: { atLeast: 1 } },
    splitOrdersPerSecond: { label: 'relay in a second process', unit: 'orders/s' },
    splitRatioToL1: { label: 'relay in a second process, to L1', unit: '× L1' },
  },
  measure: async (round) => {
    const ordersPerSecond = await rateOf(round, oneProcess);
    const splitOrdersPerSecond = await rateOf(round, twoProcesses);
    const limit = round.earlier('l1', 'ordersPerSecond');
    return {
      ordersPerSecond,
      splitOrdersPerSecond,
      ...(limit === undefined
        ? {}
        : { ratioToL1: ordersPerSecond / limit, splitRatioToL1: splitOrdersPerSecond / limit }),
    };
  },
});
