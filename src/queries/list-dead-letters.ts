import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../platform/prisma/database.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { type DeadLetterFilter, deadLetterFilterRules, whereOfLetters } from './dead-letter-filter.js';
import { type DeadLetterView, letterColumns } from './dead-letter-view.js';
import { relaySlice, type Slice, type SliceAsked, sliceLength, SliceQuery } from './relay-slice.js';

/** A cursor is the position of a letter. */
export type DeadLettersAsked = SliceAsked<bigint> & { readonly filter: DeadLetterFilter };

/** A stretch of the dead letters, last buried first. */
export class ListDeadLetters extends SliceQuery<DeadLettersAsked, Slice<DeadLetterView>> {
  static readonly rules = z.object({ filter: deadLetterFilterRules, first: sliceLength, last: sliceLength });
}

@QueryHandler(ListDeadLetters)
export class ListDeadLettersHandler implements IQueryHandler<ListDeadLetters> {
  constructor(private readonly database: Database) {}

  execute({ asked }: ListDeadLetters): Promise<Slice<DeadLetterView>> {
    return relaySlice(asked, (fromEnd, limit) => this.read(asked, fromEnd, limit));
  }

  private read({ filter, after, before }: DeadLettersAsked, fromEnd: boolean, limit: number) {
    const conditions = [
      ...whereOfLetters(filter),
      ...(after === undefined ? [] : [Prisma.sql`l.position < ${after}`]),
      ...(before === undefined ? [] : [Prisma.sql`l.position > ${before}`]),
    ];
    const order = fromEnd ? Prisma.sql`l.position asc` : Prisma.sql`l.position desc`;
    return this.database.client.$queryRaw<DeadLetterView[]>`
      select ${letterColumns} from dead_letters l where ${Prisma.join(conditions, ' and ')} order by ${order} limit ${limit}`;
  }
}
