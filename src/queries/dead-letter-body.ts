import { isUtf8 } from 'node:buffer';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '../platform/prisma/database.js';

export const bodyEncodings = ['text', 'base64'] as const;

/** The bytes of a message: as text where they are one, else in base64. */
export type EncodedBody = { readonly encoding: (typeof bodyEncodings)[number]; readonly content: string };

/** All bytes of one dead letter; null where there is none. */
export class DeadLetterBody extends Query<EncodedBody | null> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(DeadLetterBody)
export class DeadLetterBodyHandler implements IQueryHandler<DeadLetterBody> {
  constructor(private readonly database: Database) {}

  async execute({ id }: DeadLetterBody): Promise<EncodedBody | null> {
    const letter = await this.database.client.deadLetter.findUnique({ where: { id }, select: { body: true } });
    return letter === null ? null : encode(Buffer.from(letter.body));
  }
}

const encode = (body: Buffer): EncodedBody =>
  // NUL is UTF-8, and no text that a terminal or an editor would take.
  isUtf8(body) && !body.includes(0)
    ? { encoding: 'text', content: body.toString('utf8') }
    : { encoding: 'base64', content: body.toString('base64') };
