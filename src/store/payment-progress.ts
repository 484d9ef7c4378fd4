import type { OperationId } from '../kernel/ids.js';
import type { Cause, Caused } from '../order/cause.js';
import { type Entry, entriesOf } from '../ledger/entry.js';
import type { PaymentWake } from '../payment/decision.js';
import type { PaymentEvent } from '../payment/event.js';
import { evolve } from '../payment/evolve.js';
import type { PaymentState } from '../payment/state.js';
import { type DueTask, dueTasks, endedTasks, type GatewayTask, taskName } from '../payment/tasks.js';
import type { PaymentPart } from './decide-jointly.js';
import { moneyFacts } from './money-facts.js';
import { type OperationChange, operationChanges } from './payment-rows.js';
import type { Operation } from '../payment/operation.js';

export type NewPaymentEvent = {
  readonly of: 'payment';
  readonly version: number;
  readonly event: Caused<PaymentEvent>;
};
export type ChangedOperation = OperationChange & { readonly operation?: Operation; readonly requestedBy: string };

/** All that one write does to a payment. */
export type PaymentProgress = {
  readonly before: PaymentState;
  readonly after: PaymentState;
  readonly events: readonly NewPaymentEvent[];
  readonly wake: PaymentWake;
  readonly operations: ReadonlyMap<OperationId, ChangedOperation>;
  readonly tasks: ReadonlyMap<string, DueTask>;
  readonly endedTasks: ReadonlyMap<string, GatewayTask>;
  readonly entries: readonly Entry[];
};

export const paymentProgress = (before: PaymentState): PaymentProgress => ({
  ...{ before, after: before, events: [], wake: { kind: 'keep' }, entries: [] },
  ...{ operations: new Map(), tasks: new Map(), endedTasks: new Map() },
});

/** One more decision, of which the events come after `version`. */
export function withPart(
  progress: PaymentProgress,
  { input, at, decision, before, after }: PaymentPart,
  { version, cause }: { readonly version: number; readonly cause: Cause },
): PaymentProgress {
  const operations = new Map(progress.operations);
  const entries = [...progress.entries];
  let state = before;
  for (const event of decision.events) {
    for (const [id, change] of operationChanges(state, event))
      operations.set(id, { requestedBy: cause.actor, ...operations.get(id), ...change });
    entries.push(...moneyFacts(state, event, at).flatMap(entriesOf));
    state = evolve(state, event);
  }
  const events = decision.events.map((body, index): NewPaymentEvent => {
    return { of: 'payment', version: version + index + 1, event: { body, cause } };
  });
  return {
    before: progress.before,
    after,
    events: [...progress.events, ...events],
    wake: decision.wake.kind === 'keep' ? progress.wake : decision.wake,
    operations,
    ...changedTasks(progress, endedTasks(input, before, after), dueTasks(decision, after)),
    entries,
  };
}

function changedTasks(
  { tasks: added, endedTasks: gone }: PaymentProgress,
  ended: readonly GatewayTask[],
  due: readonly DueTask[],
): Pick<PaymentProgress, 'tasks' | 'endedTasks'> {
  const tasks = new Map(added);
  const endedNow = new Map(gone);
  for (const task of ended) {
    tasks.delete(taskName(task));
    endedNow.set(taskName(task), task);
  }
  for (const task of due) {
    endedNow.delete(taskName(task));
    tasks.set(taskName(task), task);
  }
  return { tasks, endedTasks: endedNow };
}
