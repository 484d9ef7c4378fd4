import type { Side } from '../../ledger/account.js';
import type { MoneyFactType } from '../../ledger/money-fact.js';
import type { Phase } from '../../ledger/transfer.js';
import { words } from '../words.js';

export const sides = words<Side>({ debit: true, credit: true });

export type EntryPhase = Phase['phase'];
export const phases = words<EntryPhase>({ posted: true, pending: true, post: true, void: true });

export const purposes = words<MoneyFactType>({
  Authorized: true,
  Voided: true,
  Expired: true,
  Captured: true,
  Settled: true,
  DeductionSettled: true,
  ReturnSettled: true,
  RefundRequested: true,
  RefundConfirmed: true,
  RefundFailed: true,
  RefundAbandoned: true,
  DisputeOpened: true,
  DisputeWon: true,
  DisputeLost: true,
  LineUnexplained: true,
  LineExplained: true,
  LineAdjusted: true,
});
