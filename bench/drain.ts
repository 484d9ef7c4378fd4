import { eventually } from '../test/tools/eventually.js';
import type { SampleMessage } from './load/confirm-limit.js';
import { BenchFailed, part } from './part.js';
import { copyOrders } from './seed/copy-orders.js';
import { liveCheckout } from './seed/exemplars.js';
import { withStore } from './seed/own-store.js';
import { onSite, type Site } from './site.js';

const rows = 200_000;

const countsSql =
  'select (select count(*) from outbox) as outbox, (select count(*) from dead_letters) as "deadLetters"';
const sampleSql = 'select destination, content_type as "contentType", headers, body from messages limit 1';

/** Checked-out orders, each with its one command in the outbox, as while the broker was away. */
async function seed(url: string): Promise<void> {
  const model = await withStore(url, liveCheckout);
  // The model is one of them.
  await copyOrders(url, { count: rows - 1, of: [model], messages: 'with', unsent: true });
}

async function drainOnce(site: Site) {
  await seed(site.databaseUrl);
  const [sample] = await site.rows<SampleMessage>(sampleSql);
  if (sample === undefined) throw new BenchFailed('The outbox is empty');
  const load = await site.openLoad();
  // Just as many: once half a gigabyte has come, RabbitMQ moves what waits from its log to its segments, and a message costs it twice as
  // much. With fewer only the drain paid for that.
  const limitPerSecond = await load.ask('confirmLimit', sample, rows);
  await load.ask('emptyCommands');
  const arrived = load.ask('arrival', rows);
  await site.startService({ ROLES: 'relay' });
  const rowsPerSecond = rows / ((await arrived) / 1_000);
  await eventually(async () => {
    const { outbox, deadLetters } = await site.numbers(countsSql);
    if (outbox !== 0 || deadLetters !== 0)
      throw new BenchFailed(
        `Left after the drain: ${String(outbox)} in the outbox, ${String(deadLetters)} dead letters`,
      );
  });
  const published = await load.ask('waitingCommands');
  if (published !== rows) throw new BenchFailed(`${String(published)} messages came instead of ${String(rows)}`);
  return { rowsPerSecond, limitPerSecond, ratioToLimit: rowsPerSecond / limitPerSecond };
}

export const drain = part({
  name: 'drain',
  title: `Drain: ${rows.toLocaleString('en')} unsent rows of the outbox → relay → quorum queue, confirmed`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    rowsPerSecond: { label: 'a relay started on them', unit: 'rows/s' },
    limitPerSecond: { label: 'publisher confirms of a bare channel', unit: 'messages/s' },
    ratioToLimit: { label: 'the relay, to the bare channel', unit: '× limit', reach: { atLeast: 0.8 } },
  },
  measure: (round) => onSite(round, drainOnce),
});
