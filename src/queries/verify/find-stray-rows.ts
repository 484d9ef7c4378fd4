import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '../../kernel/ids.js';
import { Database } from '../../platform/prisma/database.js';
import { Prisma } from '../../platform/prisma/generated/client.js';
import type { Fault } from './finding.js';

const tables = [
  ...['order_events', 'contacts', 'inbox', 'messages', 'outbox', 'deferred_messages'],
  ...['payments', 'payment_amounts', 'payment_operations', 'gateway_tasks'],
] as const;
// Of each table: whoever finds that many has seen enough.
const atMost = 1_000;

/** Rows of orders that don't exist, which no walk over the orders can find; of one order, or of all. */
export class FindStrayRows extends Query<readonly Fault[]> {
  constructor(readonly orderId: OrderId | null) {
    super();
  }
}

@QueryHandler(FindStrayRows)
export class FindStrayRowsHandler implements IQueryHandler<FindStrayRows> {
  constructor(private readonly database: Database) {}

  async execute({ orderId }: FindStrayRows): Promise<readonly Fault[]> {
    const faults: Fault[] = [];
    for (const table of tables) {
      const of = orderId === null ? Prisma.sql`true` : Prisma.sql`t.order_id = ${orderId}::uuid`;
      const rows = await this.database.client.$queryRaw<readonly { readonly orderId: OrderId }[]>`
        select distinct t.order_id as "orderId" from ${Prisma.raw(table)} t
        where ${of} and not exists (select from orders o where o.order_id = t.order_id) limit ${atMost}`;
      const finding = { rule: 'order', is: `no order, but rows in ${table}`, shouldBe: 'an order' } as const;
      faults.push(...rows.map((row) => ({ orderId: row.orderId, ...finding })));
    }
    return faults;
  }
}
