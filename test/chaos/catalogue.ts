import type { FaultKind } from './faults/fault.js';
import { gatewayFaults } from './faults/gateway-faults.js';
import { networkFaults } from './faults/network-faults.js';
import { postgresFaults } from './faults/postgres-faults.js';
import { processFaults } from './faults/process-faults.js';
import { queueFaults } from './faults/queue-faults.js';
import { rabbitMqFaults } from './faults/rabbitmq-faults.js';
import { redisFaults } from './faults/redis-faults.js';

/** Every kind of fault that a run may deal. */
export const catalogue: readonly FaultKind[] = [
  ...processFaults,
  ...postgresFaults,
  ...redisFaults,
  ...rabbitMqFaults,
  ...queueFaults,
  ...gatewayFaults,
  ...networkFaults,
];

/** The kinds that have one of these texts in their names; all when none is given. */
export const kindsWith = (only: readonly string[]): readonly FaultKind[] =>
  catalogue.filter(({ kind }) => only.length === 0 || only.some((text) => kind.includes(text)));
