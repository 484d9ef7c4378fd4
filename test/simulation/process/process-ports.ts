import type { GatewayTasks } from '../../../src/gateway/tasks/gateway-tasks.js';
import type { PaymentGateway } from '../../../src/gateway/payment-gateway.js';
import type { CommandAnswers } from '../../../src/saga/command-answers.js';
import type { DeadLetters } from '../../../src/saga/dead-letters.js';
import type { DueTimers } from '../../../src/timers/due-timers.js';
import type { Ids } from '../../../src/platform/ids.js';
import type { LaneLeases } from '../../../src/outbox/lane-leases.js';
import type { OutboxRows } from '../../../src/outbox/outbox-rows.js';
import type { Tables } from '../../../src/store/tables.js';
import type { ProcessClock } from '../ports/process-clock.js';
import type { SimulatedBroker } from '../ports/simulated-broker.js';
import type { SimulatedQueues } from '../ports/simulated-queues.js';

/** What payments add to it. */
export type PaymentPorts = {
  readonly gateway: PaymentGateway;
  readonly tasks: GatewayTasks;
  readonly answers: CommandAnswers;
  readonly due: DueTimers;
};

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
  /** Null with payments off. */
  readonly payments: PaymentPorts | null;
};
