import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { EmbeddedBrokerSettings } from './settings.js';

const CONNECT_TIMEOUT_MS = 5000;
/** Longer than any of our statements takes on a loaded server; one that went silent is noticed after this. */
const ANSWER_TIMEOUT_MS = 30_000;
/** A server that doesn't answer must not hold up our shutdown. */
const FAREWELL_TIMEOUT_MS = 2000;

/**
 * Prepared statements keep the plan that they got while the tables were empty: without these settings a full backlog would be scanned
 * from end to end for each batch.
 */
const PLANS = '-c enable_seqscan=off -c enable_bitmapscan=off';

const OPTIONS = {
  publisher: PLANS,
  // What a crashed server forgets of a consumer's work is delivered again, which consumers must bear anyway.
  consumer: `${PLANS} -c synchronous_commit=off`,
} as const;

export type Connected = {
  readonly client: pg.Client;
  /** Resolves with the reason when the connection is gone, whoever ended it; never rejects. */
  readonly lost: Promise<Error>;
  close(): Promise<void>;
};

export async function connect(settings: EmbeddedBrokerSettings, role: keyof typeof OPTIONS): Promise<Connected> {
  const client = new pg.Client({
    connectionString: settings.url,
    application_name: `order-finance ${role}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    options: settings.schema === undefined ? OPTIONS[role] : `${OPTIONS[role]} -c search_path=${settings.schema}`,
  });
  let lose: (cause: Error) => void;
  const lost = new Promise<Error>((resolve) => {
    lose = resolve;
    client.on('error', resolve);
    client.on('end', () => resolve(new Error('The connection was closed')));
  });
  const close = async () => {
    const patience = new AbortController();
    const timeout = pause(FAREWELL_TIMEOUT_MS, undefined, patience).catch(() => undefined);
    await Promise.race([client.end(), timeout]);
    patience.abort();
    lose(new Error('The connection was closed'));
  };
  await client.connect();
  return { client, lost, close };
}
