import type { OperationId } from '../kernel/ids.js';
import { worksOf } from './books.js';
import type { PaymentDecision } from './decision.js';
import type { PaymentInput } from './input.js';
import type { AnyWork, PaymentState } from './state.js';

/** Something to ask of the gateway. `number` is that of the resending, or of the look-up. */
export type GatewayTask = {
  readonly operationId: OperationId;
  readonly task: 'send' | 'look_up';
  readonly number: number;
};

/** The number of a look-up that an operator asked for: it counts among no others. */
export const askedLookUp = -1;

export type DueTask = GatewayTask & { readonly afterMs: number };

export const taskName = ({ operationId, task, number }: GatewayTask): string =>
  `${task}:${operationId}:${String(number)}`;

const openWorks = (state: PaymentState): readonly AnyWork[] =>
  'work' in state || 'refunds' in state ? worksOf(state) : [];

/** What a decision has the gateway asked for. */
export function dueTasks({ sendings, lookUps }: PaymentDecision, after: PaymentState): readonly DueTask[] {
  const resent = new Map(openWorks(after).map((work) => [work.operation.operationId, work.resent]));
  return [
    ...sendings.map(({ operation: { operationId }, afterMs }): DueTask => {
      return { operationId, task: 'send', number: resent.get(operationId) ?? 0, afterMs };
    }),
    ...lookUps.map(({ operationId, number, afterMs }): DueTask => {
      return { operationId, task: 'look_up', number: number ?? askedLookUp, afterMs };
    }),
  ];
}

/** The tasks that a payment in this state waits for, but for look-ups that an operator asked for. */
const awaited = (state: PaymentState): readonly GatewayTask[] =>
  openWorks(state).map(({ operation: { operationId }, standing, resent, lookUps }) =>
    standing === 'asked'
      ? { operationId, task: 'send', number: resent }
      : { operationId, task: 'look_up', number: lookUps },
  );

/** The task that an input is the answer to. */
function answeredBy(input: PaymentInput): readonly GatewayTask[] {
  return input.type === 'LookedUp'
    ? [{ operationId: input.operationId, task: 'look_up', number: input.number ?? askedLookUp }]
    : [];
}

/** What needs no asking any more: the answer is there, or nobody waits for it. */
export function endedTasks(input: PaymentInput, before: PaymentState, after: PaymentState): readonly GatewayTask[] {
  const still = new Set(awaited(after).map(taskName));
  const open = new Set(openWorks(after).map(({ operation }) => operation.operationId));
  const closed = openWorks(before).filter(({ operation }) => !open.has(operation.operationId));
  return [
    ...answeredBy(input),
    ...awaited(before).filter((task) => !still.has(taskName(task))),
    ...closed.map(({ operation: { operationId } }): GatewayTask => {
      return { operationId, task: 'look_up', number: askedLookUp };
    }),
  ];
}
