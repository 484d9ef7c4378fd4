import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.js';

export type DatabaseSettings = {
  readonly url: string;
  /** Connections at most. */
  readonly connections: number;
  /** Further session settings, such as `-c enable_seqscan=off`. */
  readonly options?: string;
};

// adapter-pg takes every timestamp for UTC: with another session time zone it is wrong by hours.
const utc = '-c TimeZone=UTC';

// Longer than any statement of ours takes, and shorter than anybody's patience.
const silenceMs = 30_000;

/** Named, so that the server parses and plans a statement once for each connection. Only texts without inlined values come here. */
function statementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const name = createHash('sha1').update(sql).digest('base64url');
    names.set(sql, name);
    return name;
  };
}

/** Prisma's client on a pool of its own. Also the token under which queries and everything that isn't hot find it. */
export class Database {
  readonly client: PrismaClient;
  private readonly pool: pg.Pool;
  private readonly nameOf = statementNames();

  constructor({ url, connections, options = '' }: DatabaseSettings) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      options: `${utc} ${options}`,
      connectionTimeoutMillis: 5_000,
      // A connection that fell silent (a failover, a cut cable) would hold its statement for ever.
      keepAlive: true,
      query_timeout: silenceMs,
    });
    // An idle connection that the server ends: the pool opens another one, and an event without a listener would end the process.
    this.pool.on('error', () => undefined);
    const adapter = new PrismaPg(this.pool, { statementNameGenerator: this.nameOf, disposeExternalPool: true });
    this.client = new PrismaClient({ adapter });
  }

  /**
   * One statement of the write path or the relay, by the driver under Prisma's client and on the same connections. The client takes each
   * parameter and value through JSON and back, a seventh of what this process did for a step.
   * @returns rows as columns by position: for columns that are texts or ids
   * @throws pg.DatabaseError where the server refused it; any other Error where it didn't answer
   */
  async statement<Row extends readonly (string | null)[]>(
    sql: string,
    ...values: readonly (string | number)[]
  ): Promise<readonly Row[]> {
    const query = { name: this.nameOf({ sql }), text: sql, values: [...values], rowMode: 'array' as const };
    return (await this.pool.query<[...Row]>(query)).rows;
  }

  async close(): Promise<void> {
    await this.client.$disconnect();
    // The client ends the pool only if it has ever connected.
    if (!this.pool.ended) await this.pool.end();
  }
}

/** The write path's own pool, so that no slow question can hold up a commit. */
export class WriterDatabase extends Database {}
