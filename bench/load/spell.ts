import { quantile } from '../statistics.js';

/** A while of orders, and how long their steps took from event published to command received. */
export type Spell = {
  /** All that were begun; each is complete. */
  readonly orders: number;
  readonly ordersPerSecond: number;
  readonly steps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Commands that nobody waited for. */
  readonly unexpected: number;
};

export const percentiles = (ms: readonly number[]): Pick<Spell, 'steps' | 'p50Ms' | 'p99Ms' | 'p999Ms'> => ({
  steps: ms.length,
  p50Ms: quantile(ms, 0.5),
  p99Ms: quantile(ms, 0.99),
  p999Ms: quantile(ms, 0.999),
});
