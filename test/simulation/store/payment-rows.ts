import type { OperationId, OrderId } from '../../../src/kernel/ids.js';
import type { Entry } from '../../../src/ledger/entry.js';
import type { OperationKind, OperationStatus } from '../../../src/payment/operation.js';
import type { Deadline } from '../../../src/payment/input.js';
import type { Json } from '../../../src/payment/record.js';
import type { GatewayTask } from '../../../src/payment/tasks.js';
import type { KeptAnswer } from '../../../src/saga/command-answers.js';
import type { PaymentAmounts } from '../../../src/store/payment-rows.js';

/** A row of payments; a deadline's time is on the database's clock. */
export type PaymentRow = {
  readonly orderId: OrderId;
  readonly status: string;
  readonly version: number;
  readonly total: bigint | null;
  readonly reviewReason: string | null;
  readonly state: Json;
  readonly wake: { readonly at: number; readonly deadline: Deadline } | null;
};

export type OperationRow = {
  readonly operationId: OperationId;
  readonly orderId: OrderId;
  readonly kind: OperationKind;
  readonly attempt: number;
  readonly status: OperationStatus;
  readonly operation: Json;
  readonly reference: string | null;
  readonly requestedAt: number;
};

export type TaskRow = GatewayTask & { readonly orderId: OrderId; readonly dueAt: number; readonly claims: number };

export type AmountsRow = PaymentAmounts & { readonly currency: string; readonly authorized: bigint };

export type RequestRow = KeptAnswer & { readonly orderId: OrderId };

/** What an account holds of one order: debits and credits, pending and posted. */
export type BalanceRow = Pick<Entry, 'orderId' | 'account'> & {
  readonly currency: string;
  readonly debitsPending: bigint;
  readonly creditsPending: bigint;
  readonly debitsPosted: bigint;
  readonly creditsPosted: bigint;
};

/** The tables of payments and of the ledger. */
export class PaymentTables {
  readonly payments = new Map<OrderId, PaymentRow>();
  readonly operations = new Map<OperationId, OperationRow>();
  readonly tasks = new Map<string, TaskRow>();
  readonly entries = new Map<string, Entry>();
  readonly balances = new Map<string, BalanceRow>();
  readonly amounts = new Map<OrderId, AmountsRow>();
  readonly requests = new Map<string, RequestRow>();
  /** Tasks and keys that a transaction under way has locked. */
  readonly lockedTasks = new Set<string>();
  readonly lockedKeys = new Set<string>();
}
