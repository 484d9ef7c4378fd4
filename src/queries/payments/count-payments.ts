import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../platform/prisma/database.js';
import { oneAtATime } from '../one-at-a-time.js';
import { type PaymentFilter, paymentFilterRules, whereOfPayments } from './payment-filter.js';

/** How many payments a filter finds: a question of its own, since answering it reads them all. */
export class CountPayments extends Query<number> {
  static readonly rules = z.object({ filter: paymentFilterRules });

  constructor(readonly filter: PaymentFilter) {
    super();
  }
}

@QueryHandler(CountPayments)
export class CountPaymentsHandler implements IQueryHandler<CountPayments> {
  private readonly count = oneAtATime((filter: PaymentFilter) => this.read(filter));

  constructor(private readonly database: Database) {}

  execute({ filter }: CountPayments): Promise<number> {
    return this.count(filter);
  }

  private async read(filter: PaymentFilter): Promise<number> {
    const rows = await this.database.client.$queryRaw<{ readonly payments: bigint }[]>`
      select count(*) as payments from payments p where ${whereOfPayments(filter)}`;
    return Number(rows[0]?.payments ?? 0n);
  }
}
