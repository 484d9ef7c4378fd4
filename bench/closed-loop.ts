import { checkOrders } from './order-check.js';
import { part } from './part.js';
import { onSite } from './site.js';
import { closedSpell } from './spells.js';

export const closedLoopSeconds = 5;
// Node compiles what runs often for that long.
const warmUp = { inFlight: 64, seconds: 8 };

export const closedLoop = part({
  name: 'closedLoop',
  title: `Closed loop: so many orders in flight for ${String(closedLoopSeconds)} s, each step waits for the command of the one before; one process`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecondAt16: { label: '16 in flight', unit: 'orders/s' },
    p50MsAt16: { label: '  step p50', unit: 'ms' },
    p99MsAt16: { label: '  step p99', unit: 'ms', reach: { atMost: 20 } },
    ordersPerSecondAt64: { label: '64 in flight', unit: 'orders/s' },
    ratioToL1At64: { label: '  to L1', unit: '× L1', reach: { atLeast: 0.45 } },
    p50MsAt64: { label: '  step p50', unit: 'ms' },
    p99MsAt64: { label: '  step p99', unit: 'ms' },
    ordersPerSecondAt256: { label: '256 in flight', unit: 'orders/s' },
    p50MsAt256: { label: '  step p50', unit: 'ms' },
    p99MsAt256: { label: '  step p99', unit: 'ms' },
  },
  measure: (round) =>
    onSite(round, async (site) => {
      const load = await site.openLoad();
      await site.startService();
      const warm = await closedSpell(load, warmUp);
      const at16 = await closedSpell(load, { inFlight: 16, seconds: closedLoopSeconds });
      const at64 = await closedSpell(load, { inFlight: 64, seconds: closedLoopSeconds });
      const at256 = await closedSpell(load, { inFlight: 256, seconds: closedLoopSeconds });
      await checkOrders(site, warm.orders + at16.orders + at64.orders + at256.orders);
      const limit = round.earlier('l1', 'ordersPerSecond');
      return {
        ordersPerSecondAt16: at16.ordersPerSecond,
        p50MsAt16: at16.p50Ms,
        p99MsAt16: at16.p99Ms,
        ordersPerSecondAt64: at64.ordersPerSecond,
        ...(limit === undefined ? {} : { ratioToL1At64: at64.ordersPerSecond / limit }),
        p50MsAt64: at64.p50Ms,
        p99MsAt64: at64.p99Ms,
        ordersPerSecondAt256: at256.ordersPerSecond,
        p50MsAt256: at256.p50Ms,
        p99MsAt256: at256.p99Ms,
      };
    }),
});
