import type { Operation } from '../../payment/operation.js';
import type { GatewayTask } from '../../payment/tasks.js';

/** A task that nobody else does until its lease is over. */
export type ClaimedTask = GatewayTask & {
  readonly operation: Operation;
  /** How often it has been claimed, this time included: more than once where somebody claimed it and never told. */
  readonly claims: number;
  /** Milliseconds since the operation was committed, by the database's clock. */
  readonly ageMs: number;
};

/** The port to what the gateway is to be asked. A task goes with the commit of its answer. */
export abstract class GatewayTasks {
  /** The longest overdue first, each leased to the caller. */
  abstract claim(limit: number): Promise<readonly ClaimedTask[]>;
}
