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

/**
 * What was measured is what had to be done: every order complete, the outbox empty, and for each event exactly one command,
 * which came once.
 * @throws BenchFailed with every count
 */
export async function orderCheck(site: Site, load: LoadGenerator, orders: number): Promise<void> {
  const events = 3 * orders;
  const wanted = { orders, completed: orders, inbox: events, messages: events, outbox: 0, deadLetters: 0 };
  // A confirmed message's pointer is deleted a few milliseconds after.
  await eventually(async () => mustBe(wanted, await site.numbers(countsSql)));
  const received = await load.ask('commandsReceived');
  mustBe({ commands: events, repeated: 0, doubled: 0, foreign: 0, unanswered: 0 }, received);
}

function mustBe(wanted: Counts, found: Counts): void {
  const wrong = Object.keys(wanted).filter((name) => wanted[name] !== found[name]);
  if (wrong.length === 0) return;
  throw new BenchFailed(
    `Wrong after the run: ${wrong.map((name) => `${name} ${String(found[name])} instead of ${String(wanted[name])}`).join(', ')}`,
  );
}
