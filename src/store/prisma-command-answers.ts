import { Injectable } from '@nestjs/common';
import type { OrderId } from '../kernel/ids.js';
import { Database } from '../platform/prisma/database.js';
import { CommandAnswers, type KeptAnswer } from '../saga/command-answers.js';

@Injectable()
export class PrismaCommandAnswers extends CommandAnswers {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(key: string): Promise<KeptAnswer | null> {
    const [row = null] = await this.database.client.$queryRaw<readonly KeptAnswer[]>`
      select fingerprint, answer from payment_requests where key = ${key}`;
    return row;
  }

  override async keep(key: string, orderId: OrderId, kept: KeptAnswer): Promise<KeptAnswer> {
    const added = await this.database.client.$executeRaw`
      insert into payment_requests (key, order_id, fingerprint, answer)
      values (${key}, ${orderId}::uuid, ${kept.fingerprint}, ${JSON.stringify(kept.answer)}::jsonb)
      on conflict (key) do nothing`;
    const first = added === 1 ? kept : await this.find(key);
    if (first === null) throw new Error(`The first answer to a key of order ${orderId} is gone`);
    return first;
  }
}
