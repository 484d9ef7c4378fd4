import { readFile } from 'node:fs/promises';

/**
 * One of the consumer processes of race.e2e.test.ts, a real one: it runs what `npm run build` has made.
 * Says `ready`, is told to go, answers with what became of its deliveries, and ends when the test hangs up.
 */
const dist = (path) => import(new URL(`../../dist/src/${path}.js`, import.meta.url).href);
const [databaseUrl, deliveriesFile, settingsText] = process.argv.slice(2);
const { seed, policy, outstanding, nearby } = JSON.parse(settingsText);

const { createDecoder } = await dist('contracts/decode-message');
const { createEncoder } = await dist('contracts/encode-command');
const { SystemClock } = await dist('platform/clock');
const { UuidV7Ids } = await dist('platform/ids');
const { createLog } = await dist('platform/log');
const { Metrics } = await dist('platform/metrics');
const { WriterDatabase } = await dist('platform/prisma/database');
const { GroupCommit } = await dist('store/group-commit');
const { PrismaTables } = await dist('store/prisma-tables');

const codec = { format: 'masstransit', defaultCurrency: policy.currency };
const decode = createDecoder(codec);
const metrics = new Metrics();
const database = new WriterDatabase({ url: databaseUrl, connections: 3, options: '-c enable_seqscan=off' });
const noRing = { ring: () => undefined, committed: () => undefined };
const writer = new GroupCommit(
  new PrismaTables(database, false),
  { policy, payments: null, encode: createEncoder(codec), ids: new UuidV7Ids(), clock: new SystemClock() },
  { wake: noRing, gatewayWake: noRing, metrics, log: createLog('warn') },
);

const deliveries = shuffled(JSON.parse(await readFile(deliveriesFile, 'utf8')), random(seed));
await database.client.$queryRawUnsafe('select 1');
process.once('message', async () => {
  process.send(await race());
});
// The test has what it wanted, or is gone: nothing here may outlive it.
process.once('disconnect', () => process.exit());
process.send('ready');

async function race() {
  const outcomes = {};
  const errors = [];
  const started = performance.now();
  const left = deliveries.values();
  const runner = async () => {
    for (const { contentType, headers, messageId, body } of left) {
      try {
        const outcome = await deliver({ contentType, headers, messageId, body: Buffer.from(body) });
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      } catch (error) {
        errors.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: outstanding }, runner));
  const conflicts = (await metrics.conflicts.get()).values[0]?.value ?? 0;
  return { outcomes, errors, conflicts, milliseconds: Math.round(performance.now() - started) };
}

async function deliver(message) {
  const decoded = decode(message);
  if (!decoded.ok) throw new Error(decoded.fault.detail);
  const { orderId, input, type } = decoded.event;
  const { contentType, headers, body } = message;
  return writer.advance({ orderId, input, original: { type, source: 'race', contentType, headers, body } });
}

/** Mixed with what is `nearby`, so that both processes are at about the same orders, in different orders of arrival. */
function shuffled(items, chance) {
  return items
    .map((item, index) => ({ item, place: index + chance() * nearby }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** mulberry32: repeatable chance. */
function random(from) {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
