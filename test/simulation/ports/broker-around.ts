import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';
import type { BrokerServer } from '../servers/broker-server.js';

/** What both ways between a process and the broker need. */
export type BrokerAround = {
  readonly owner: Owner;
  readonly time: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly server: BrokerServer;
  /** Told of each call, with the time that it will take: the process may be struck in its course. */
  readonly inCall: (ms: number) => void;
};
