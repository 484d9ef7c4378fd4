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

/** A value of a statement. The driver sends a buffer as it stands and in binary format: see binaryArray. */
type Parameter = string | number | Buffer;

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
    ...values: readonly Parameter[]
  ): Promise<readonly Row[]> {
    const query = { name: this.nameOf({ sql }), text: sql, values: [...values], rowMode: 'array' as const };
    return (await this.pool.query<[...Row]>(query)).rows;
  }

  /**
   * The same, of a statement that always has exactly one row.
   * @throws NotOneRow where it had none or several: taken for "nothing found", it would have an order begin anew
   */
  async onlyRow<Row extends readonly (string | null)[]>(sql: string, ...values: readonly Parameter[]): Promise<Row> {
    const [row, ...others] = await this.statement<Row>(sql, ...values);
    if (row === undefined || others.length > 0) throw new NotOneRow();
    return row;
  }

  async close(): Promise<void> {
    await this.client.$disconnect();
    // The client ends the pool only if it has ever connected.
    if (!this.pool.ended) await this.pool.end();
  }
}

/** A statement that answers with one row by its form answered otherwise. */
export class NotOneRow extends Error {
  readonly code = 'STORE.NOT_ONE_ROW';
  constructor() {
    super('A statement that always has one row had none or several');
  }
}

// Plans are made once for each connection, often on empty tables, where they all cost the same. What is written and relayed is always
// found by an index, and in its order: a scan of the table cost the writer seven times the reads, and a bitmap, which has to be sorted,
// the relay 19 us of PostgreSQL a message instead of 14.
const byIndex = '-c enable_seqscan=off -c enable_bitmapscan=off';

/** The pool of the write path and the relay, so that no slow question can hold up a commit or a message. */
export class WriterDatabase extends Database {
  constructor({ options = '', ...settings }: DatabaseSettings) {
    super({ ...settings, options: `${byIndex} ${options}` });
  }
}
