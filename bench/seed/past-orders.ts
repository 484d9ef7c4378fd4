import pg from 'pg';
import { copyOrders } from './copy-orders.js';
import { liveExemplars, mixOf } from './exemplars.js';
import { withStore } from './own-store.js';

/** Orders of every fate, as they stand in the tables after the retention has taken their messages. */
export async function seedPastOrders(url: string, count: number): Promise<void> {
  const models = await withStore(url, liveExemplars);
  await copyOrders(url, { count, of: mixOf(models), messages: 'without', unsent: false });
  await forgetMessages(url);
}

/** The models' own are left: a relay would send them. */
async function forgetMessages(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('truncate outbox, messages');
  } finally {
    await client.end();
  }
}
