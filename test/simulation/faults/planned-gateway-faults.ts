import { troubleMs, type World } from '../world.js';
import { plannedGatewayFaults } from './fault-kinds.js';

/** Has the gateway go out of reach, and counts the conditions that a run with payments lies under. */
export function planGatewayFaults({ payments, chance, faults, time }: World): void {
  if (payments === null) return;
  const { gateway } = payments;
  if (faults.has('gateway without scruples')) faults.count('gateway without scruples');
  if (faults.has('holds that end soon')) faults.count('holds that end soon');
  if (!faults.has('gateway out of reach')) return;
  for (let times = chance.whole(1, plannedGatewayFaults['gateway out of reach']); times > 0; times -= 1)
    time.at(chance.between(0, troubleMs), 'gateway out of reach', null, () => {
      const ms = chance.between(10, 12_000);
      faults.count('gateway out of reach', ms);
      gateway.goDown(ms);
    });
}
