import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { SuspenseEnd } from '../ledger/money-fact.js';
import { Currency } from '../kernel/currency.js';
import { entriesOf } from '../ledger/entry.js';
import type { Clock } from '../platform/clock.js';
import { Database } from '../platform/prisma/database.js';
import type { SettlementBreak } from '../platform/prisma/generated/client.js';
import { factOf, type LineKey, type PayoutLine } from './payout-line.js';
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

type Suspended = LineKey & Pick<PayoutLine, 'net' | 'currency'>;

@CommandHandler(ResolveBreak)
export class ResolveBreakHandler implements ICommandHandler<ResolveBreak> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute(asked: ResolveBreak): Promise<BreakResolved> {
    const found = await this.database.client.settlementBreak.findUnique({ where: { breakId: asked.breakId } });
    if (found === null) return 'notFound';
    if (found.resolvedAt !== null) return 'alreadyResolved';
    const line = await this.suspendedLine(found);
    const holdsMoney = line !== null && line.net !== 0n;
    if (holdsMoney && asked.account === null) return 'accountNeeded';
    if (!holdsMoney && asked.account !== null) return 'nothingToBook';
    return this.resolve(asked, line);
  }

  /** The line that a break is of, where its money stands in suspense. */
  private async suspendedLine({ gateway, lineId }: Pick<SettlementBreak, 'gateway' | 'lineId'>) {
    if (gateway === null || lineId === null) return null;
    const where = { gateway_lineId: { gateway, lineId } };
    const line = await this.database.client.payoutLine.findUnique({ where });
    return line?.status === 'unexplained'
      ? { gateway, lineId, net: line.netMinor, currency: Currency(line.currency) }
      : null;
  }

  private async resolve(asked: ResolveBreak, line: Suspended | null): Promise<BreakResolved> {
    const { breakId, by, reason, account } = asked;
    const at = this.clock.now();
    const facts = line === null || account === null ? [] : factOf(line, { type: 'LineAdjusted', to: account });
    const entries = entryRows(facts.flatMap(entriesOf), at);
    const values = [breakId, by, reason, at, line === null ? 'accepted' : 'adjusted', entries];
    type Row = { readonly resolved: number };
    const [row] = await this.database.client.$queryRawUnsafe<readonly Row[]>(resolveSql, ...values);
    return row?.resolved === 1 ? 'resolved' : 'alreadyResolved';
  }
}
