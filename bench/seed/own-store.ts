import { pino } from 'pino';
import { createEncoder } from '../../src/contracts/encode-command.js';
import { Currency } from '../../src/kernel/currency.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { Metrics } from '../../src/platform/metrics.js';
import { WriterDatabase } from '../../src/platform/prisma/database.js';
import { Wake } from '../../src/platform/wake.js';
import { GroupCommit } from '../../src/store/group-commit.js';
import { PrismaTables } from '../../src/store/prisma-tables.js';

class NobodyToWake extends Wake {
  override ring(): void {
    // No relay runs while orders are made.
  }
}

const currency = Currency('USD');
const policy = { maxAttempts: 3, retryTimeoutMs: 1_800_000, checkoutWaitMs: 86_400_000, currency };

/** The service's store on a database of the bench's: what it leaves in the tables is what the service writes. */
export async function withStore<T>(url: string, work: (store: GroupCommit) => Promise<T>): Promise<T> {
  const database = new WriterDatabase({ url, connections: 2 });
  const encode = createEncoder({ format: 'masstransit', defaultCurrency: currency });
  const store = new GroupCommit(
    new PrismaTables(database, false),
    { policy, payments: null, encode, ids: new UuidV7Ids(), clock: new SystemClock() },
    {
      wake: new NobodyToWake(),
      gatewayWake: { ring: () => undefined },
      metrics: new Metrics(),
      log: pino({ level: 'silent' }),
    },
  );
  try {
    return await work(store);
  } finally {
    await store.close();
    await database.close();
  }
}
