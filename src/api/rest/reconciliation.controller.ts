import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Reconciliation } from '../../queries/settlement/reconciliation.js';
import { Parsed, reconciliationQuery } from './parsed.js';
import { type ReconciliationBody, toReconciliationBody } from './reconciliation-body.js';
import { DescribeReconciliation } from './reconciliation.openapi.js';

@Controller('api/v1/reconciliation')
export class ReconciliationController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @DescribeReconciliation()
  async report(
    @Query(new Parsed(reconciliationQuery)) { date, currency }: z.output<typeof reconciliationQuery>,
  ): Promise<ReconciliationBody> {
    return toReconciliationBody(await this.queries.execute(new Reconciliation(date, currency ?? null)));
  }
}
