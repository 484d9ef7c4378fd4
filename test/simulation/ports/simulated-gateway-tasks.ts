import { type ClaimedTask, GatewayTasks } from '../../../src/gateway/tasks/gateway-tasks.js';
import { claimTasks } from '../store/gateway-task-table.js';
import type { MemoryStore } from '../store/memory-store.js';
import type { Line } from './line.js';

export class SimulatedGatewayTasks extends GatewayTasks {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
    private readonly leaseMs: number,
  ) {
    super();
  }

  override claim(limit: number): Promise<readonly ClaimedTask[]> {
    return this.line.call('claim', () => claimTasks(this.store, limit, this.leaseMs));
  }
}
