import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../platform/prisma/database.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { type DeadLetterFilter, deadLetterFilterRules, whereOfLetters } from './dead-letter-filter.js';

/** How many dead letters a filter finds: a question of its own, since answering it reads them all. */
export class CountDeadLetters extends Query<number> {
  static readonly rules = z.object({ filter: deadLetterFilterRules });

  constructor(readonly filter: DeadLetterFilter) {
    super();
  }
}

@QueryHandler(CountDeadLetters)
export class CountDeadLettersHandler implements IQueryHandler<CountDeadLetters> {
  constructor(private readonly database: Database) {}

  async execute({ filter }: CountDeadLetters): Promise<number> {
    const rows = await this.database.client.$queryRaw<{ readonly letters: bigint }[]>`
      select count(*) as letters from dead_letters l where ${Prisma.join(whereOfLetters(filter), ' and ')}`;
    return Number(rows[0]?.letters ?? 0n);
  }
}
