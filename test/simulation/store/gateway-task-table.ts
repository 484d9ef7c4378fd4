import type { ClaimedTask } from '../../../src/gateway/tasks/gateway-tasks.js';
import { fromStoredOperation } from '../../../src/payment/record.js';
import { taskName } from '../../../src/payment/tasks.js';
import type { MemoryStore } from './memory-store.js';

/** The longest overdue first; what a transaction under way is about to change is skipped. */
export function claimTasks(store: MemoryStore, limit: number, leaseMs: number): readonly ClaimedTask[] {
  const { now, money } = store;
  const due = [...money.tasks.values()]
    .filter((task) => task.dueAt <= now && !money.lockedTasks.has(taskName(task)))
    .sort((a, b) => a.dueAt - b.dueAt || (taskName(a) < taskName(b) ? -1 : 1))
    .slice(0, limit);
  return due.flatMap((task) => {
    const row = money.operations.get(task.operationId);
    if (row === undefined) return [];
    const claimed = { ...task, dueAt: now + leaseMs, claims: task.claims + 1 };
    money.tasks.set(taskName(task), claimed);
    const { operationId, task: what, number, claims } = claimed;
    const operation = fromStoredOperation(row.operation);
    return [{ operationId, task: what, number, claims, operation, ageMs: now - row.requestedAt }];
  });
}
