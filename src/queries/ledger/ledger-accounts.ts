import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Currency } from '../../kernel/currency.js';
import type { Money } from '../../kernel/money.js';
import { type Account, balance } from '../../ledger/account.js';
import { Database } from '../../platform/prisma/database.js';
import { Prisma } from '../../platform/prisma/generated/client.js';
import { oneAtATime } from '../one-at-a-time.js';

/** An account in one currency, over all orders. */
export type LedgerAccountView = {
  readonly account: Account;
  readonly debitsPending: Money;
  readonly creditsPending: Money;
  readonly debitsPosted: Money;
  readonly creditsPosted: Money;
  /** Of what is posted: positive on the side on which the account grows. */
  readonly balance: Money;
};

// As texts: a sum of bigints is a numeric, which Prisma gives as a number of another kind.
type AccountRow = {
  readonly account: Account;
  readonly currency: string;
  readonly debits_pending: string;
  readonly credits_pending: string;
  readonly debits_posted: string;
  readonly credits_posted: string;
};

/** Every account that anything was ever posted to, by currency; of one currency or of all. */
export class LedgerAccounts extends Query<readonly LedgerAccountView[]> {
  constructor(readonly currency: Currency | null) {
    super();
  }
}

@QueryHandler(LedgerAccounts)
export class LedgerAccountsHandler implements IQueryHandler<LedgerAccounts> {
  private readonly sum = oneAtATime((currency: Currency | null) => this.read(currency));

  constructor(private readonly database: Database) {}

  execute({ currency }: LedgerAccounts): Promise<readonly LedgerAccountView[]> {
    return this.sum(currency);
  }

  private async read(currency: Currency | null): Promise<readonly LedgerAccountView[]> {
    const of = currency === null ? Prisma.sql`true` : Prisma.sql`currency = ${currency}`;
    const rows = await this.database.client.$queryRaw<AccountRow[]>`
      select account, currency, sum(debits_pending)::text as debits_pending, sum(credits_pending)::text as credits_pending,
        sum(debits_posted)::text as debits_posted, sum(credits_posted)::text as credits_posted
      from ledger_balances where ${of} group by currency, account order by currency, account`;
    return rows.map(toView);
  }
}

function toView({ account, currency, ...sums }: AccountRow): LedgerAccountView {
  const money = (minor: bigint): Money => ({ minor, currency: Currency(currency) });
  const [debit, credit] = [BigInt(sums.debits_posted), BigInt(sums.credits_posted)];
  return {
    account,
    debitsPending: money(BigInt(sums.debits_pending)),
    creditsPending: money(BigInt(sums.credits_pending)),
    debitsPosted: money(debit),
    creditsPosted: money(credit),
    balance: money(balance(account, { debit, credit })),
  };
}
