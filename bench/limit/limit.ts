import { deployMigrations } from '../../src/platform/migrations/deploy-migrations.js';
import { part } from '../part.js';
import { ScratchDatabase } from '../scratch-database.js';
import { batchedOrders } from './batches.js';
import { ourSchemaFunctions } from './our-schema.js';
import { pgbenchOrders } from './pgbench.js';
import { plainSchemaFunctions, plainTables } from './plain-schema.js';
import { sampleWrites } from './sample-writes.js';

const seconds = 8;
const batchSeconds = 5;

/** A database for the work alone. */
async function inScratch<T>(serverUrl: string, work: (database: ScratchDatabase) => Promise<T>): Promise<T> {
  const database = await ScratchDatabase.create(serverUrl);
  try {
    return await work(database);
  } finally {
    await database.drop();
  }
}

/** How fast one step in one function call can be: the measure of everything else. */
export const limit = part({
  name: 'l1',
  title: 'L1: pgbench, 16 clients, one prepared function call and commit for each of an order’s three steps',
  occasion: 'always',
  rounds: 'every',
  figures: {
    ordersPerSecond: { label: 'L1: the faster of the two', unit: 'orders/s' },
    stepsPerSecond: { label: 'the same in steps', unit: 'steps/s' },
    ourSchema: { label: 'our schema, the rows of our step', unit: 'orders/s' },
    plainSchema: { label: 'plain schema: inbox, saga, event, outbox', unit: 'orders/s' },
    batches: { label: 'plain schema, 100 steps in a call through pg', unit: 'orders/s' },
  },
  measure: async ({ servers, folder }) => {
    const writes = sampleWrites();
    const ourSchema = await inScratch(servers.database, async (database) => {
      await deployMigrations(database.url);
      await database.run(ourSchemaFunctions(writes));
      return pgbenchOrders(database.url, folder, seconds);
    });
    const plainSchema = await inScratch(servers.database, async (database) => {
      await database.run([...plainTables, ...plainSchemaFunctions(writes)]);
      return pgbenchOrders(database.url, folder, seconds);
    });
    const batches = await inScratch(servers.database, async (database) => {
      await database.run(plainTables);
      return batchedOrders(database.sql, writes, batchSeconds);
    });
    const ordersPerSecond = Math.max(ourSchema, plainSchema);
    return { ordersPerSecond, stepsPerSecond: 3 * ordersPerSecond, ourSchema, plainSchema, batches };
  },
});
