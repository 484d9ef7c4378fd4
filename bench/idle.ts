import { setTimeout as pause } from 'node:timers/promises';
import { checkOrders } from './order-check.js';
import { part } from './part.js';
import { usageOf } from './process-usage.js';
import { onSite } from './site.js';
import { closedSpell } from './spells.js';

const load = { inFlight: 64, seconds: 5 };
const settleMs = 5_000;
const idleMs = 15_000;

export const idle = part({
  name: 'idle',
  title: `Idle cost: one process, all roles, for ${String(idleMs / 1_000)} s after a load of ${String(load.seconds)} s`,
  occasion: 'always',
  rounds: 'first',
  figures: {
    cpuPercent: { label: 'processor', unit: '% of a core', reach: { atMost: 2 } },
    residentMb: { label: 'resident memory', unit: 'MB', reach: { atMost: 280 } },
  },
  measure: (round) =>
    onSite(round, async (site) => {
      const generator = await site.openLoad();
      const { pid } = await site.startService();
      const { orders } = await closedSpell(generator, load);
      await checkOrders(site, orders);
      await pause(settleMs);
      const [before, began] = [await usageOf(pid), performance.now()];
      await pause(idleMs);
      const [after, ended] = [await usageOf(pid), performance.now()];
      return {
        cpuPercent: (100 * (after.cpuMs - before.cpuMs)) / (ended - began),
        residentMb: after.residentBytes / 1e6,
      };
    }),
});
