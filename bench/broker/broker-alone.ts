import { backlogRate, stepsOfOrder } from '../backlog-rate.js';
import { part } from '../part.js';
import { onSite } from '../site.js';
import { startAnswerer } from './start-answerer.js';

// Half of the backlog of end to end says the same, and leaves the bench within its quarter of an hour.
const orders = 9_000;

/** What the broker leaves room for: whoever is to be quicker end to end needs another machine, or another broker. */
export const brokerAlone = part({
  name: 'broker',
  title: `The broker alone: a backlog of ${(stepsOfOrder * orders).toLocaleString('en')} events → a ready-made command for each, confirmed, then the event acknowledged; no database, no service`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'a bare process', unit: 'orders/s' },
    ratioToL1: { label: 'to L1', unit: '× L1' },
  },
  measure: (round) =>
    onSite(round, async (site) => {
      const load = await site.openLoad();
      const ordersPerSecond = await backlogRate(load, () => startAnswerer(site, round), orders);
      const limit = round.earlier('l1', 'ordersPerSecond');
      return { ordersPerSecond, ...(limit === undefined ? {} : { ratioToL1: ordersPerSecond / limit }) };
    }),
});
