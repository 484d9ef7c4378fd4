import { setTimeout as pause } from 'node:timers/promises';
import { payers, type Site } from './site.js';

const lookAgainAfterMs = 500;
// A task whose process died is nobody else's for so long.
const leaseMs = 60_000;
const aheadMs = 3_600_000;

const leftSql = `
select (select count(*)::int from gateway_tasks) as tasks,
  (select count(*)::int from payments where deadline_kind in ('retry', 'action') or wake_at <= now()) as deadlines,
  (select count(*)::int from outbox) as unsent`;

type Left = { readonly tasks: number; readonly deadlines: number; readonly unsent: number };

/**
 * What payments wait for falls due at once, again and again, until nothing is left to do by itself. Who asks the gateway is an hour
 * ahead meanwhile: only after the longest that a gateway may take does its not knowing an operation prove anything.
 * @returns what is left after the time, in words; null when nothing is
 */
export async function bringPaymentsToRest(site: Site, patienceMs: number): Promise<string | null> {
  for (const member of payers.map((name) => site.member(name))) {
    await member.terminate();
    await member.start({ shiftMs: aheadMs });
  }
  const deadline = performance.now() + leaseMs + patienceMs;
  for (;;) {
    const left = await leftToDo(site);
    if (left === null || performance.now() > deadline) return left;
    await letFallDue(site);
    await pause(lookAgainAfterMs);
  }
}

async function letFallDue({ sql }: Site): Promise<void> {
  await sql.query('update gateway_tasks set due_at = now() where due_at > now() and claims = 0');
  await sql.query(`update payments set wake_at = now() where wake_at > now() and deadline_kind = 'retry'`);
}

/** The webhooks first: what they tell is in the tables once they are answered. */
async function leftToDo({ gateway, sql }: Site): Promise<string | null> {
  const { webhooks } = await gateway.truth();
  const untold = webhooks.filter(({ delivered }) => !delivered).length;
  const { rows } = await sql.query<Left>(leftSql);
  const { tasks, deadlines, unsent } = rows[0] ?? { tasks: Infinity, deadlines: Infinity, unsent: Infinity };
  if (untold + tasks + deadlines + unsent === 0) return null;
  return `${tasks} calls of the gateway are to be made, ${deadlines} payments wait for a deadline, ${untold} webhooks are undelivered, ${unsent} messages unsent`;
}
