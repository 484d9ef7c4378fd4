import type { PaymentStatus } from '../payment/status.js';
import type { Database } from '../platform/prisma/database.js';
import type { Log } from '../platform/log.js';

/** Whether a payment of this status still waits for something: for the gateway, a clock, its order or people. */
const isOpen: Readonly<Record<PaymentStatus, boolean>> = {
  None: false,
  NotNeeded: false,
  RequiresMethod: true,
  RequiresAction: true,
  Authorizing: true,
  Authorized: true,
  Capturing: true,
  PartiallyCaptured: false,
  Captured: false,
  Settled: false,
  Voiding: true,
  Voided: false,
  Refunding: true,
  PartiallyRefunded: false,
  Refunded: false,
  RefundFailed: true,
  Declined: false,
  Expired: false,
  Unknown: true,
  // Also what is lost for good, which is most of them.
  Disputed: false,
  NeedsReview: true,
};
const open = Object.entries(isOpen).flatMap(([status, is]) => (is ? [status] : []));

type Count = { readonly status: string; readonly count: number };

/** Switched off, payments stay as they are: whoever did it is told once, at the start, what holds and calls they leave behind. */
export async function warnOfOpenPayments({ client }: Pick<Database, 'client'>, log: Log): Promise<void> {
  // Told from payments_status_created_at alone.
  const counts = await client.$queryRaw<readonly Count[]>`
    select status, count(*)::int as count from payments where status = any(${open}) group by status order by status`;
  if (counts.length === 0) return;
  const payments = Object.fromEntries(counts.map(({ status, count }) => [status, count]));
  log.warn(
    { payments },
    'payments are switched off (PAYMENTS=off), and some of the database are not at rest: nobody attends to them',
  );
}
