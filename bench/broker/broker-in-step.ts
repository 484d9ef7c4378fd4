import { closedLoopSeconds } from '../closed-loop.js';
import { latencySeconds } from '../latency.js';
import { part } from '../part.js';
import { onSite } from '../site.js';
import { closedSpell, openSpell } from '../spells.js';
import { startAnswerer } from './start-answerer.js';

// It has less to compile than the service.
const warmUp = { inFlight: 64, seconds: 3 };

/** What the broker, and the neighbours that ask, leave room for where somebody waits for each step. */
export const brokerInStep = part({
  name: 'brokerInStep',
  title: 'The broker alone in the closed loop, and at the rate of the latency',
  occasion: 'always',
  rounds: 'first',
  figures: {
    ordersPerSecondAt64: { label: '64 in flight', unit: 'orders/s' },
    ratioToL1At64: { label: '  to L1', unit: '× L1' },
    ordersPerSecond: { label: 'offered', unit: 'orders/s' },
    p50Ms: { label: '  step p50', unit: 'ms' },
    p99Ms: { label: '  step p99', unit: 'ms' },
  },
  measure: (round) =>
    onSite(round, async (site) => {
      const load = await site.openLoad();
      await startAnswerer(site, round);
      await closedSpell(load, warmUp);
      const at64 = await closedSpell(load, { inFlight: 64, seconds: closedLoopSeconds });
      const limit = round.earlier('l1', 'ordersPerSecond');
      const closed = {
        ordersPerSecondAt64: at64.ordersPerSecond,
        ...(limit === undefined ? {} : { ratioToL1At64: at64.ordersPerSecond / limit }),
      };
      const ordersPerSecond = round.earlier('latency', 'ordersPerSecond');
      if (ordersPerSecond === undefined) return closed;
      const { p50Ms, p99Ms } = await openSpell(load, { ordersPerSecond, seconds: latencySeconds });
      return { ...closed, ordersPerSecond, p50Ms, p99Ms };
    }),
});
