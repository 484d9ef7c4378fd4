import { z } from 'zod';

export const largestPageSize = 100;
// Skipping costs what reading does; whoever wants to go deeper uses the cursors of GraphQL.
const largestPageIndex = 1_000_000;

/** The rules of `pageIndex`, which counts from 1, and `pageSize`. */
export const numberedPage = {
  pageIndex: z
    .number()
    .int()
    .min(1, 'is at least 1')
    .max(largestPageIndex, `is at most ${String(largestPageIndex)}`),
  pageSize: z
    .number()
    .int()
    .min(1, 'is at least 1')
    .max(largestPageSize, `is at most ${String(largestPageSize)}`),
};
