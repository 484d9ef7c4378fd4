import { assertNever } from '../../../src/kernel/assert-never.js';
import type { Wake } from '../../../src/order/decision.js';
import type { OrderState, StateOf, TerminalStatus } from '../../../src/order/state.js';
import type { OrderWrite } from '../../../src/store/tables.js';
import type { StoredRow } from './rows.js';

type Timer = Pick<StoredRow, 'wakeAt' | 'wakeAttempt'>;

/** The row of orders that a write leaves behind: in its columns, as the statement's guard has them. */
export function rowOfWrite(write: OrderWrite, before: StoredRow | null, now: number): StoredRow {
  const { orderId, order } = write;
  const { state } = order;
  if (state.status === 'None') throw new Error('An order that is not there is never written');
  return {
    orderId,
    version: order.version,
    status: state.status,
    ...(state.status === 'Awaiting' ? unplaced : placedColumns(state)),
    waitExpiries: state.status === 'Awaiting' ? state.expiries : 0,
    contactVersion: order.contactVersion,
    outSequence: order.outSequence,
    placed: write.becomesPlaced || (before?.placed ?? false),
    ...timerOf(write.wake, state, before, now),
  };
}

const unplaced = {
  basketId: null,
  totalMinor: null,
  currency: null,
  conversationId: null,
  timeoutRetryCount: 0,
  basketDeleted: false,
};

const placedColumns = ({ details, ...state }: StateOf<'Placed' | TerminalStatus>) => ({
  basketId: details.basketId,
  totalMinor: details.total?.minor.toString() ?? null,
  currency: details.total?.currency ?? null,
  conversationId: state.conversationId,
  timeoutRetryCount: state.timeoutRetryCount,
  basketDeleted: state.basketDeleted,
});

function timerOf(wake: Wake, state: OrderState, before: StoredRow | null, now: number): Timer {
  switch (wake.kind) {
    case 'keep':
      return { wakeAt: before?.wakeAt ?? null, wakeAttempt: before?.wakeAttempt ?? null };
    case 'clear':
      return { wakeAt: null, wakeAttempt: null };
    case 'set':
      return { wakeAt: now + wake.afterMs, wakeAttempt: attemptOf(state) };
    default:
      return assertNever(wake);
  }
}

function attemptOf(state: OrderState): number {
  if (state.status === 'None') return 0;
  return state.status === 'Awaiting' ? state.expiries : state.timeoutRetryCount;
}
