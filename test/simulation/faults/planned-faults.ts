import { commandExchanges } from '../../../src/contracts/topology.js';
import type { Fleet } from '../process/fleet.js';
import { troubleMs, type World } from '../world.js';
import { type PlannedFault, plannedFaults } from './fault-kinds.js';

type Strike = (world: World, fleet: Fleet) => void;

const strikes: Readonly<Record<PlannedFault, Strike>> = {
  'process killed': (_world, fleet) => fleet.killOne(),
  'process frozen': (_world, fleet) => fleet.freezeOne(),
  'process drained': (_world, fleet) => fleet.drainOne(),
  'database restarted': ({ chance, database, faults }) => {
    const ms = chance.between(10, 8_000);
    faults.count('database restarted', ms);
    database.restart(ms);
  },
  'database slow': ({ chance, database, faults }) => {
    const ms = chance.between(100, 5_000);
    faults.count('database slow', ms);
    database.slowDown(ms);
  },
  'broker restarted': ({ chance, broker, faults }) => {
    const ms = chance.between(10, 8_000);
    faults.count('broker restarted', ms);
    broker.restart(ms);
  },
  'queues out of reach': ({ chance, queues, faults }) => {
    const ms = chance.between(10, 15_000);
    faults.count('queues out of reach', ms);
    queues.goDown(ms);
  },
  'queues lost everything': ({ queues, faults }) => {
    faults.count('queues lost everything');
    queues.loseEverything();
  },
  'exchange without a queue': ({ chance, broker, faults }) => {
    const ms = chance.between(10, 10_000);
    faults.count('exchange without a queue', ms);
    broker.unbind(chance.pick(commandExchanges), ms);
  },
  'input queue purged': ({ chance, broker, faults, time }) => {
    // What a broker loses its senders send again, from their own outboxes: until the last has, nothing is at rest.
    const lost = broker.queue.purge().map((queued) => ({ ...queued, afterMs: chance.between(100, 5_000) }));
    faults.count('input queue purged', Math.max(0, ...lost.map(({ afterMs }) => afterMs)));
    for (const { source, message, afterMs } of lost)
      time.after(afterMs, 'sent again', null, () => broker.queue.publish(source, message));
  },
};

export function strike(kind: PlannedFault, world: World, fleet: Fleet): void {
  strikes[kind](world, fleet);
}

/** Puts the faults that strike by themselves into the run. */
export function planFaults(world: World, fleet: Fleet): void {
  const { chance, faults, time } = world;
  for (const kind of Object.keys(plannedFaults) as readonly PlannedFault[]) {
    if (!faults.has(kind)) continue;
    for (let times = chance.whole(1, plannedFaults[kind]); times > 0; times -= 1)
      time.at(chance.between(0, troubleMs), kind, null, () => strike(kind, world, fleet));
  }
}
