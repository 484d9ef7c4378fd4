import { OperationId, OrderId } from '../../kernel/ids.js';
import type { Operation, OperationKind } from '../../payment/operation.js';
import type { Snapshot, Standing } from '../snapshot.js';
import type { WireCharge, WireIntent, WireRefund } from './wire.js';

// Our ids travel in the metadata. What has none isn't ours: somebody else uses the account, or its dashboard.

type Named = Pick<WireIntent | WireRefund | WireCharge, 'metadata'>;

const operationIdOf = ({ metadata }: Named): OperationId | null => idFrom(metadata?.['operation_id']);

/** Of an intent that was captured by us. */
export const captureIdOf = ({ metadata }: WireIntent): OperationId | null => idFrom(metadata?.['capture_operation_id']);

const idFrom = (raw: string | undefined): OperationId | null => (raw === undefined ? null : OperationId(raw));

const isOf = (made: Named, { operationId, orderId }: Operation): boolean =>
  operationIdOf(made) === operationId && made.metadata?.['order_id'] === orderId;

export const isAuthorizedBy = (intent: WireIntent, operation: Operation): boolean =>
  operation.kind === 'authorize' && isOf(intent, operation);

export const isRefundedBy = (refund: WireRefund, operation: Operation): boolean =>
  operation.kind === 'refund' && isOf(refund, operation);

/** @param operationId the operation's, where it isn't the one that made the object. @returns null: not ours, or it shows nothing */
export function snapshotOf(
  operation: OperationKind,
  made: Named,
  standing: Standing | null,
  operationId = operationIdOf(made),
): Snapshot | null {
  const orderId = made.metadata?.['order_id'];
  if (operationId === null || orderId === undefined || standing === null) return null;
  return { operationId, orderId: OrderId(orderId), operation, standing };
}
