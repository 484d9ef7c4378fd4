import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database for one measurement. */
export class ScratchDatabase {
  readonly sql: pg.Pool;

  /** @param serverUrl of a user that may create databases */
  static async create(serverUrl: string): Promise<ScratchDatabase> {
    const name = `finance_bench_${randomBytes(6).toString('hex')}`;
    await asAdmin(serverUrl, `create database ${name}`);
    return new ScratchDatabase(serverUrl, name);
  }

  private constructor(
    private readonly serverUrl: string,
    private readonly name: string,
  ) {
    this.sql = new pg.Pool({ connectionString: this.url, max: 8 });
    // An idle connection's end, when the database is dropped, is no fault.
    this.sql.on('error', () => undefined);
  }

  get url(): string {
    const url = new URL(this.serverUrl);
    url.pathname = `/${this.name}`;
    return url.href;
  }

  async run(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.sql.query(statement);
  }

  /** The first row's columns as numbers: for counts. */
  async numbers(sql: string): Promise<Readonly<Record<string, number>>> {
    const { rows } = await this.sql.query<Record<string, string>>(sql);
    return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([column, value]) => [column, Number(value)]));
  }

  async rows<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
    return (await this.sql.query<Row>(sql)).rows;
  }

  /** Ends every connection to it. */
  async drop(): Promise<void> {
    await this.sql.end();
    await asAdmin(this.serverUrl, `drop database if exists ${this.name} with (force)`);
  }
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
