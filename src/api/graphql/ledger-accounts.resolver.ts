import { QueryBus } from '@nestjs/cqrs';
import { Args, Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { formatMoney } from '../../kernel/money.js';
import type { Account } from '../../ledger/account.js';
import { LedgerAccounts, type LedgerAccountView } from '../../queries/ledger/ledger-accounts.js';
import { readCurrency } from '../payments/written-amount.js';
import { LedgerAccountName } from './ledger.enums.js';
import { Decimal } from './scalars.js';

@ObjectType('LedgerAccount', { description: 'An account in one currency, over all orders.' })
class LedgerAccountType {
  @Field(() => LedgerAccountName)
  readonly account: Account;

  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  @Field(() => Decimal)
  readonly debitsPending: string;

  @Field(() => Decimal)
  readonly creditsPending: string;

  @Field(() => Decimal)
  readonly debitsPosted: string;

  @Field(() => Decimal)
  readonly creditsPosted: string;

  @Field(() => Decimal, { description: 'Of what is posted: positive on the side on which the account grows.' })
  readonly balance: string;

  constructor(view: LedgerAccountView) {
    this.account = view.account;
    this.currency = view.balance.currency;
    this.debitsPending = formatMoney(view.debitsPending);
    this.creditsPending = formatMoney(view.creditsPending);
    this.debitsPosted = formatMoney(view.debitsPosted);
    this.creditsPosted = formatMoney(view.creditsPosted);
    this.balance = formatMoney(view.balance);
  }
}

@Resolver()
export class LedgerAccountsResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => [LedgerAccountType], { description: 'The accounts that anything was posted to, by currency.' })
  async ledgerAccounts(
    @Args('currency', { type: () => String, nullable: true }) currency?: string | null,
  ): Promise<readonly LedgerAccountType[]> {
    const of = currency === null || currency === undefined ? null : readCurrency(currency);
    const accounts = await this.queries.execute(new LedgerAccounts(of));
    return accounts.map((account) => new LedgerAccountType(account));
  }
}
