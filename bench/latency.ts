import { withAnswerer } from './broker/answerer.js';
import { endToEndRate } from './end-to-end.js';
import type { LoadGenerator } from './load/load-generator.js';
import type { Spell } from './load/spell.js';
import { checkOrders, checkSpell } from './order-check.js';
import { part, type Round } from './part.js';
import { onSite } from './site.js';

const seconds = 12;
// Node compiles what runs often for that long.
const warmUp = { inFlight: 64, seconds: 8 };
const ordersToFindTheRate = 5_000;

/** The end-to-end rate of this round; measured shortly where that part was not asked for. */
async function mostOrdersPerSecond(round: Round): Promise<number> {
  const known = round.earlier('endToEnd', 'ordersPerSecond');
  return known ?? onSite(round, (site) => endToEndRate(site, undefined, ordersToFindTheRate));
}

async function spell(load: LoadGenerator, ordersPerSecond: number): Promise<Spell> {
  const lived = await load.ask('openLoop', { ordersPerSecond, seconds });
  checkSpell(lived);
  return lived;
}

export const latency = part({
  name: 'latency',
  title: `Latency at a quarter of the end-to-end rate for ${String(seconds)} s: from the time at which an event was to be published to its command`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'offered', unit: 'orders/s' },
    p50Ms: { label: 'step p50', unit: 'ms', reach: { atMost: 5 } },
    p99Ms: { label: 'step p99', unit: 'ms', reach: { atMost: 15 } },
    p999Ms: { label: 'step p99.9', unit: 'ms' },
    brokerP50Ms: { label: 'the broker alone at the same rate, step p50', unit: 'ms' },
    brokerP99Ms: { label: 'the broker alone at the same rate, step p99', unit: 'ms' },
  },
  measure: async (round) => {
    const ordersPerSecond = (await mostOrdersPerSecond(round)) / 4;
    const broker = await withAnswerer(round, (load) => spell(load, ordersPerSecond));
    return onSite(round, async (site) => {
      const load = await site.openLoad();
      await site.startService();
      const warm = await load.ask('closedLoop', warmUp);
      const { orders, p50Ms, p99Ms, p999Ms } = await spell(load, ordersPerSecond);
      await checkOrders(site, warm.orders + orders);
      return { ordersPerSecond, p50Ms, p99Ms, p999Ms, brokerP50Ms: broker.p50Ms, brokerP99Ms: broker.p99Ms };
    });
  },
});
