import { eventually } from '../test/tools/eventually.js';
import type { LoadGenerator } from './load/load-generator.js';
import { BenchFailed } from './part.js';
import type { Site } from './site.js';

const countsSql = `select
  (select count(*) from orders) as orders,
  (select count(*) from orders where status = 'Completed') as completed,
  (select count(*) from inbox) as inbox,
  (select count(*) from messages) as messages,
  (select count(*) from outbox) as outbox,
  (select count(*) from dead_letters) as "deadLetters"`;

type Counts = Readonly<Record<string, number>>;

export const countOrders = (site: Site): Promise<Counts> => site.numbers(countsSql);

/**
 * Every order complete with the rows of its three steps, nothing in the outbox, nothing in the dead letters.
 * @param before what was in the tables before these orders
 * @throws BenchFailed with every wrong count
 */
export async function checkOrders(site: Site, orders: number, before: Counts = {}): Promise<void> {
  const events = 3 * orders;
  const made = { orders, completed: orders, inbox: events, messages: events, outbox: 0, deadLetters: 0 };
  const wanted = Object.fromEntries(Object.entries(made).map(([name, count]) => [name, count + (before[name] ?? 0)]));
  // A confirmed message's pointer is deleted a few milliseconds after.
  await eventually(async () => mustBe(wanted, await countOrders(site)));
}

/** In the commands' queue is exactly one command for each event, and it came once. @throws BenchFailed */
export async function checkCommands(load: LoadGenerator, orders: number): Promise<void> {
  const received = await load.ask('commandsReceived');
  mustBe({ commands: 3 * orders, repeated: 0, doubled: 0, foreign: 0, unanswered: 0 }, received);
}

/** @throws BenchFailed with every wrong count */
export function mustBe(wanted: Counts, found: Counts): void {
  const wrong = Object.keys(wanted).filter((name) => wanted[name] !== found[name]);
  if (wrong.length === 0) return;
  throw new BenchFailed(
    `Wrong after the run: ${wrong.map((name) => `${name} ${String(found[name])} instead of ${String(wanted[name])}`).join(', ')}`,
  );
}
