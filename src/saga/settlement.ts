import type { StepOutcome } from './order-writer.js';

/**
 * The other end of a delivery, as the saga sees it. Exactly one of the two is called, once, whatever happens;
 * only then may the broker be told.
 */
export type Settlement = {
  committed(outcome: StepOutcome): void;
  failed(error: unknown): void;
};
