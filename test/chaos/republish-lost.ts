import { eventually } from '../tools/eventually.js';
import type { Stage } from './faults/fault.js';
import { runFinance } from './finance.js';

type Sent = { readonly order_id: string; readonly message_id: string };

// Sent: the broker has confirmed it, so its pointer is gone.
const sentSql = `select order_id, message_id from messages m
  where not exists (select from outbox o where (o.order_id, o.sequence) = (m.order_id, m.sequence))`;

const answersWithinMs = 20_000;
const underWayMs = 2_000;
// What was robbed may have been decided on long before it was sent.
const marginMs = 60_000;

/** What the broker has confirmed and lost since then goes out again: the operator asks for all of that time. */
export async function republishLost(stage: Stage, since: Date): Promise<void> {
  const { site, robbed } = stage;
  for (const orderId of await robbedOrders(stage)) robbed.add(orderId);
  const from = new Date(since.getTime() - marginMs).toISOString();
  const to = new Date(Date.now() + marginMs).toISOString();
  await runFinance(site, 'outbox', 'republish', '--from', from, '--to', to);
}

async function robbedOrders({ site, neighbours }: Stage): Promise<readonly string[]> {
  const { rows } = await eventually(() => site.sql.query<Sent>(sentSql), { within: answersWithinMs });
  const { arrivals } = neighbours.recorder;
  const unheard = (): readonly Sent[] => rows.filter(({ message_id: id }) => !arrivals.has(id));
  // What isn't lost is on its way, and arrives.
  await eventually(
    () => {
      if (unheard().length > 0) throw new Error('Some have not arrived yet');
    },
    { within: underWayMs },
  ).catch(() => undefined);
  return unheard().map(({ order_id: orderId }) => orderId);
}
