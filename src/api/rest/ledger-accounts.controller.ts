import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { LedgerAccounts } from '../../queries/ledger/ledger-accounts.js';
import { currencyQuery, Parsed } from './parsed.js';
import { type AccountBody, toAccountBody } from './payment-body.js';
import { DescribeListAccounts } from './payments.openapi.js';

@Controller('api/v1/ledger-accounts')
export class LedgerAccountsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @DescribeListAccounts()
  async list(
    @Query(new Parsed(currencyQuery)) { currency }: z.output<typeof currencyQuery>,
  ): Promise<readonly AccountBody[]> {
    const accounts = await this.queries.execute(new LedgerAccounts(currency ?? null));
    return accounts.map(toAccountBody);
  }
}
