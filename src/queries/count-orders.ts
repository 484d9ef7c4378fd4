import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '../platform/prisma/database.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { oneAtATime } from './one-at-a-time.js';
import { filterRules, type OrderFilter, whereOf } from './order-filter.js';
import { ordersWithContact } from './order-view.js';
import { z } from 'zod';

/** How many orders a filter finds: a question of its own, since answering it reads them all. */
export class CountOrders extends Query<number> {
  static readonly rules = z.object({ filter: filterRules });

  constructor(readonly filter: OrderFilter) {
    super();
  }
}

@QueryHandler(CountOrders)
export class CountOrdersHandler implements IQueryHandler<CountOrders> {
  private readonly count = oneAtATime((filter: OrderFilter) => this.read(filter));

  constructor(private readonly database: Database) {}

  execute({ filter }: CountOrders): Promise<number> {
    return this.count(filter);
  }

  private async read(filter: OrderFilter): Promise<number> {
    // Only the e-mail is looked for in the other table.
    const source = filter.email === undefined ? Prisma.sql`orders o` : ordersWithContact;
    const rows = await this.database.client.$queryRaw<{ readonly orders: bigint }[]>`
      select count(*) as orders from ${source} where ${whereOf(filter)}`;
    return Number(rows[0]?.orders ?? 0n);
  }
}
