import type { EventName } from './fate.js';
import type { Guarded } from './guard.js';
import type { Mail } from './notification.js';
import type { Percentiles } from './latency.js';
import type { Receipt } from './life.js';
import type { Expectation } from './plan.js';
import type { TransportSettings } from './transport.js';

/** How far the neighbours are. */
export type Progress = {
  readonly placed: number;
  /** From the first order placed to the last one. */
  readonly placingMs: number;
  /** Orders that still wait for a step or a command. */
  readonly inFlight: number;
  /** Commands received by Basket, Ordering and Notification. */
  readonly received: number;
  /** Of them, those that had come before under the same message id. */
  readonly repeats: number;
  /** Commands about orders of somebody else: leavings of an earlier run. */
  readonly foreign: number;
  readonly mails: number;
  readonly latency: Percentiles;
  /** Messages that can't be laid at any order's door. */
  readonly strays: readonly string[];
};

/** All that the neighbours know of one order. */
export type OrderReport = {
  readonly expected: Expectation;
  /** The message ids under which each event was published. */
  readonly sent: Readonly<Partial<Record<EventName, readonly string[]>>>;
  readonly receipts: readonly Receipt[];
  readonly mails: readonly Mail[];
  /** Whether Ordering has taken the order back. */
  readonly deleted: boolean;
  /** Steps that never had their moment. */
  readonly stepsLeft: number;
};

export type FromNeighbours =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'finished'; readonly expected: Expectation }
  | { readonly type: 'reports'; readonly request: number; readonly reports: readonly OrderReport[] }
  | { readonly type: 'failed'; readonly message: string };

/** Which orders are placed, and how fast. */
export type Placing = {
  /** Null for no end. */
  readonly orders: number | null;
  /** Orders a second. */
  readonly rate: number;
  readonly seed: number;
  /** The gateway's token in every checkout; null: none says how it's paid. */
  readonly paymentMethod: string | null;
};

export type ToNeighbours =
  | { readonly type: 'open'; readonly transport: TransportSettings }
  | ({ readonly type: 'place' } & Placing)
  | { readonly type: 'hold' }
  | { readonly type: 'report'; readonly request: number; readonly orderIds: readonly string[] }
  | { readonly type: 'forget'; readonly orderIds: readonly string[] }
  | { readonly type: 'guard'; readonly guarded: Guarded }
  | { readonly type: 'close' };
