import { endToEndRate } from './end-to-end.js';
import { checkOrders } from './order-check.js';
import { part, type Round } from './part.js';
import { onSite } from './site.js';
import { closedSpell, openSpell } from './spells.js';

export const latencySeconds = 12;
// Node compiles what runs often for that long.
const warmUp = { inFlight: 64, seconds: 8 };
const ordersToFindTheRate = 5_000;

/** The end-to-end rate of this round; measured shortly where that part was not asked for. */
async function mostOrdersPerSecond(round: Round): Promise<number> {
  const known = round.earlier('endToEnd', 'ordersPerSecond');
  return known ?? onSite(round, (site) => endToEndRate(site, undefined, ordersToFindTheRate));
}

export const latency = part({
  name: 'latency',
  title: `Latency at a quarter of the end-to-end rate for ${String(latencySeconds)} s: from the time at which an event was to be published to its command`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'offered', unit: 'orders/s' },
    p50Ms: { label: 'step p50', unit: 'ms', reach: { atMost: 5 } },
    p99Ms: { label: 'step p99', unit: 'ms', reach: { atMost: 15 } },
    p999Ms: { label: 'step p99.9', unit: 'ms' },
  },
  measure: async (round) => {
    const ordersPerSecond = (await mostOrdersPerSecond(round)) / 4;
    return onSite(round, async (site) => {
      const load = await site.openLoad();
      await site.startService();
      const warm = await closedSpell(load, warmUp);
      const { orders, p50Ms, p99Ms, p999Ms } = await openSpell(load, { ordersPerSecond, seconds: latencySeconds });
      await checkOrders(site, warm.orders + orders);
      return { ordersPerSecond, p50Ms, p99Ms, p999Ms };
    });
  },
});
