import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { OrderId } from '../../kernel/ids.js';
import { Database } from '../../platform/prisma/database.js';
import { invariants, type LedgerRule } from './invariants.js';

// Of each rule: whoever finds that many has seen enough.
const atMost = 1_000;

/** What breaks a rule of the ledger. Amounts are in minor units. */
export type LedgerFault = {
  readonly rule: LedgerRule;
  /** Null where it's of no single order. */
  readonly orderId: OrderId | null;
  readonly subject: string;
  readonly is: string;
  readonly shouldBe: string;
};

/** What in the ledger breaks one of its rules; no more than a thousand faults. */
export class VerifyLedger extends Query<readonly LedgerFault[]> {
  constructor(readonly rule: LedgerRule) {
    super();
  }
}

type Row = Omit<LedgerFault, 'rule' | 'orderId'> & { readonly orderId: string | null };

@QueryHandler(VerifyLedger)
export class VerifyLedgerHandler implements IQueryHandler<VerifyLedger> {
  constructor(private readonly database: Database) {}

  async execute({ rule }: VerifyLedger): Promise<readonly LedgerFault[]> {
    const sql = `${invariants[rule]} order by 1, 2, 3 limit ${atMost}`;
    const rows = await this.database.client.$queryRawUnsafe<readonly Row[]>(sql);
    return rows.map(({ orderId, subject, is, shouldBe }) => ({
      rule,
      orderId: orderId === null ? null : OrderId(orderId),
      ...{ subject, is, shouldBe },
    }));
  }
}
