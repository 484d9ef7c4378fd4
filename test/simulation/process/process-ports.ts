import type { DeadLetters } from '../../../src/saga/dead-letters.js';
import type { DueTimers } from '../../../src/timers/due-timers.js';
import type { Ids } from '../../../src/platform/ids.js';
import type { LaneLeases } from '../../../src/outbox/lane-leases.js';
import type { OutboxRows } from '../../../src/outbox/outbox-rows.js';
import type { Tables } from '../../../src/store/tables.js';
import type { ProcessClock } from '../ports/process-clock.js';
import type { SimulatedBroker } from '../ports/simulated-broker.js';
import type { SimulatedQueues } from '../ports/simulated-queues.js';

/** All that a process sees of the world. */
export type ProcessPorts = {
  readonly clock: ProcessClock;
  readonly ids: Ids;
  readonly tables: Tables;
  readonly rows: OutboxRows;
  readonly leases: LaneLeases;
  readonly due: DueTimers;
  readonly letters: DeadLetters;
  readonly broker: SimulatedBroker;
  readonly queues: SimulatedQueues;
};
