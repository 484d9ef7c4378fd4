import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
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

  constructor({ url, connections, options = '' }: DatabaseSettings) {
    const adapter = new PrismaPg(
      {
        connectionString: url,
        max: connections,
        options: `${utc} ${options}`,
        connectionTimeoutMillis: 5_000,
        // A connection that fell silent (a failover, a cut cable) would hold its statement for ever.
        keepAlive: true,
        query_timeout: silenceMs,
      },
      { statementNameGenerator: statementNames() },
    );
    this.client = new PrismaClient({ adapter });
  }

  close(): Promise<void> {
    return this.client.$disconnect();
  }
}

/** The write path's own pool, so that no slow question can hold up a commit. */
export class WriterDatabase extends Database {}
