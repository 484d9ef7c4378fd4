import type { CommandName, EventName, NeighbourName } from './fate.js';
import type { Order } from './plan.js';

/** Everyone who receives commands: the neighbours, and the auditor who hears all of them in the order of publication. */
export type Receiver = NeighbourName | 'Auditor';

/** One command that reached one receiver; the same message again is a repeat of it. */
export type Receipt = {
  readonly by: Receiver;
  readonly type: CommandName;
  readonly messageId: string;
  readonly conversationId: string | null;
  readonly initiatorId: string | null;
  readonly traceparent: string | null;
  readonly causationId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
  readonly repeats: number;
};

/** What has happened to one order so far, as the neighbours know it. */
export type Life = {
  readonly order: Order;
  /** When each event was first published, in `performance.now()` milliseconds. */
  readonly published: Map<EventName, number>;
  /** The message ids under which each event was published. */
  readonly sent: Partial<Record<EventName, string[]>>;
  readonly receipts: Receipt[];
  /** Steps whose moment hasn't come, and those on their way to the broker. */
  stepsLeft: number;
  /** Whether its end has been reported. */
  finished: boolean;
  lastActivity: number;
};

export const beginLife = (order: Order, now: number): Life => ({
  order,
  published: new Map(),
  sent: {},
  receipts: [],
  stepsLeft: order.fate.steps.length,
  finished: false,
  lastActivity: now,
});
