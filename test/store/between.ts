import { type OrderWrite, type ReadAnswer, type ReadRequest, Tables, type Written } from '../../src/store/tables.js';

/** What a test does between the group commit and PostgreSQL; each runs the real call, or doesn't. */
export type Interference = {
  readonly read?: (requests: readonly ReadRequest[], read: () => Promise<ReadAnswer>) => Promise<ReadAnswer>;
  readonly write?: (writes: readonly OrderWrite[], write: () => Promise<Written>) => Promise<Written>;
};

export const between =
  ({ read, write }: Interference) =>
  (tables: Tables): Tables =>
    new Between(tables, read ?? ((_requests, go) => go()), write ?? ((_writes, go) => go()));

class Between extends Tables {
  constructor(
    private readonly tables: Tables,
    private readonly onRead: NonNullable<Interference['read']>,
    private readonly onWrite: NonNullable<Interference['write']>,
  ) {
    super();
  }

  override read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    return this.onRead(requests, () => this.tables.read(requests));
  }

  override write(writes: readonly OrderWrite[]): Promise<Written> {
    return this.onWrite(writes, () => this.tables.write(writes));
  }
}
