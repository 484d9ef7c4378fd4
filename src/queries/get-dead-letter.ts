import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '../platform/prisma/database.js';
import { type DeadLetterView, letterColumns } from './dead-letter-view.js';

/** One dead letter, open or not; null where there is none. */
export class GetDeadLetter extends Query<DeadLetterView | null> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetDeadLetter)
export class GetDeadLetterHandler implements IQueryHandler<GetDeadLetter> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetDeadLetter): Promise<DeadLetterView | null> {
    const rows = await this.database.client.$queryRaw<DeadLetterView[]>`
      select ${letterColumns} from dead_letters l where l.id = ${id}::uuid`;
    return rows[0] ?? null;
  }
}
