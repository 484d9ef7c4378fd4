import type { OperationId } from '../kernel/ids.js';
import type { AnyWork, Captured, Payment, Refund } from './state.js';

const sum = (refunds: readonly Refund[]): bigint =>
  refunds.reduce((total, { operation }) => total + operation.amount.minor, 0n);

/** Minor units that have gone back to the customer. */
export const refunded = ({ refunds }: Captured): bigint =>
  sum(refunds.filter(({ standing }) => standing === 'succeeded'));

/** Minor units that are on their way back, or may be: nobody else may promise them. */
export const reserved = ({ refunds }: Captured): bigint =>
  sum(refunds.filter(({ standing }) => standing !== 'succeeded' && standing !== 'failed'));

/** Minor units that had gone back and came back: owed to the customer until another refund takes their place. */
export const owed = ({ refunds }: Captured): bigint =>
  sum(refunds.filter(({ standing, cameBack }) => standing === 'failed' && cameBack));

/** Minor units that a customer's bank has taken back, or holds until a dispute is decided. */
const disputed = ({ dispute }: Captured): bigint =>
  dispute === null || dispute.standing === 'won' ? 0n : dispute.amount.minor;

/** Minor units of the capture that may still be refunded anew; never below zero. What is owed, a retry gives back. */
export function refundable(state: Captured): bigint {
  const left = state.capture.amount.minor - refunded(state) - reserved(state) - owed(state) - disputed(state);
  return left > 0n ? left : 0n;
}

/** Whatever is under way at the gateway. */
export function worksOf(state: Payment): readonly AnyWork[] {
  if ('work' in state) return state.work.standing === 'failed' ? [] : [state.work];
  if (state.stage !== 'Captured') return [];
  return state.refunds.filter(({ standing }) => standing !== 'succeeded' && standing !== 'failed');
}

export const workOf = (state: Payment, operationId: OperationId): AnyWork | undefined =>
  worksOf(state).find(({ operation }) => operation.operationId === operationId);

/** While this holds, nothing new is asked of the gateway: the effect may exist. */
export const hasUnknown = (state: Payment): boolean => worksOf(state).some(({ standing }) => standing === 'unknown');
