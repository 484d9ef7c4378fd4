import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { SuspenseEnd } from '../ledger/money-fact.js';
import { Currency } from '../kernel/currency.js';
import { entriesOf } from '../ledger/entry.js';
import type { Clock } from '../platform/clock.js';
import { Database } from '../platform/prisma/database.js';
import { factOf } from './payout-line.js';
import { entryRows, resolveSql } from './write-statements.js';

/**
 * What became of it. The money of a line in suspense has to be booked somewhere (`accountNeeded`); of any other break there
 * is nothing to book (`nothingToBook`).
 */
export type BreakResolved = 'resolved' | 'notFound' | 'alreadyResolved' | 'accountNeeded' | 'nothingToBook';

export type ResolveAsked = {
  readonly breakId: string;
  readonly by: string;
  readonly reason: string;
  readonly account: SuspenseEnd | null;
};

const printable = (most: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(most, `has at most ${String(most)} characters`)
    .refine((text) => !text.includes('\0'), 'must not contain NUL');

/** Ends a break by a person's word: who, why, and, of a line in suspense, to which account its money goes. */
export class ResolveBreak extends Command<BreakResolved> {
  static readonly rules = z.object({ breakId: z.uuid(), by: printable(100), reason: printable(1_000) });

  readonly breakId: string;
  readonly by: string;
  readonly reason: string;
  readonly account: SuspenseEnd | null;

  constructor({ breakId, by, reason, account }: ResolveAsked) {
    super();
    this.breakId = breakId;
    this.by = by;
    this.reason = reason;
    this.account = account;
  }
}

@CommandHandler(ResolveBreak)
export class ResolveBreakHandler implements ICommandHandler<ResolveBreak> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ breakId, by, reason, account }: ResolveBreak): Promise<BreakResolved> {
    const { client } = this.database;
    const found = await client.settlementBreak.findUnique({ where: { breakId } });
    if (found === null) return 'notFound';
    if (found.resolvedAt !== null) return 'alreadyResolved';
    const { gateway, lineId } = found;
    const key = gateway === null || lineId === null ? null : { gateway, lineId };
    const line = key === null ? null : await client.payoutLine.findUnique({ where: { gateway_lineId: key } });
    const suspended = line?.status === 'unexplained' ? line : null;
    const holdsMoney = suspended !== null && suspended.netMinor !== 0n;
    if (holdsMoney && account === null) return 'accountNeeded';
    if (!holdsMoney && account !== null) return 'nothingToBook';
    const at = this.clock.now();
    const facts =
      suspended === null || account === null
        ? []
        : factOf(
            { ...suspended, net: suspended.netMinor, currency: Currency(suspended.currency) },
            { type: 'LineAdjusted', to: account },
          );
    const entries = entryRows(facts.flatMap(entriesOf), at);
    const values = [breakId, by, reason, at, suspended === null ? 'accepted' : 'adjusted', entries];
    const [row] = await client.$queryRawUnsafe<readonly { resolved: number }[]>(resolveSql, ...values);
    return row?.resolved === 1 ? 'resolved' : 'alreadyResolved';
  }
}
