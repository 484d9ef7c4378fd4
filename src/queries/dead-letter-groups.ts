import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '../platform/prisma/database.js';

/** Open dead letters that have their reason and their message type in common. */
export type DeadLetterGroup = {
  readonly reason: string;
  /** Null where not even the type could be read. */
  readonly type: string | null;
  readonly letters: number;
  /** Orders that are known to be concerned. */
  readonly orders: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
};

type GroupRow = {
  readonly reason: string;
  readonly type: string | null;
  readonly letters: bigint;
  readonly orders: bigint;
  readonly first_at: Date;
  readonly last_at: Date;
};

/** What is still to be dealt with, the largest group first. */
export class DeadLetterGroups extends Query<readonly DeadLetterGroup[]> {}

@QueryHandler(DeadLetterGroups)
export class DeadLetterGroupsHandler implements IQueryHandler<DeadLetterGroups> {
  constructor(private readonly database: Database) {}

  async execute(): Promise<readonly DeadLetterGroup[]> {
    const rows = await this.database.client.$queryRaw<GroupRow[]>`
      select reason, type, count(*) as letters, count(distinct order_id) as orders, min(first_at) as first_at, max(last_at) as last_at
      from dead_letters where resolved_at is null group by reason, type order by letters desc, reason, type`;
    return rows.map(({ reason, type, letters, orders, first_at: firstAt, last_at: lastAt }) => ({
      ...{ reason, type, firstAt, lastAt },
      letters: Number(letters),
      orders: Number(orders),
    }));
  }
}
