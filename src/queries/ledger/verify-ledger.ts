import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { assertNever } from '../../kernel/assert-never.js';
import type { OrderId } from '../../kernel/ids.js';
import { noOrder } from '../../ledger/entry.js';
import { Database } from '../../platform/prisma/database.js';
import {
  endOfOperations,
  endOfOrders,
  faultsOfOrders,
  type LedgerRule,
  repeatedOperations,
  sumsOfOrders,
  waysToChange,
} from './invariants.js';
import { addSums, faultsOfSums, type LedgerSums, type SumsRow } from './ledger-sums.js';

// Of each table, in one statement: a quarter of a second, on a ledger of any size.
const rangeSize = 20_000;

/** What breaks a rule of the ledger. Amounts are in minor units. */
export type LedgerFault = {
  readonly rule: LedgerRule;
  /** Null where it's of no single order. */
  readonly orderId: OrderId | null;
  readonly subject: string;
  readonly is: string;
  readonly shouldBe: string;
};

/** How far a verification has come: `from` an order with the sums of those before it, an operation, or all rows read. */
export type LedgerPlace =
  | { readonly reading: 'orders'; readonly from: string; readonly sums: LedgerSums }
  | { readonly reading: 'operations'; readonly from: string }
  | { readonly reading: 'catalogue' };

// The lowest id is the lines' own place in the ledger.
const lowest: string = noOrder;
export const beginning: LedgerPlace = { reading: 'orders', from: lowest, sums: new Map() };

export type VerifiedLedger = {
  readonly faults: readonly LedgerFault[];
  /** Where to go on; null at the end. */
  readonly next: LedgerPlace | null;
};

/**
 * What in the next part of the ledger breaks one of its rules. The parts are of several snapshots, each whole for what it compares: what
 * is written during a verification is seen as it was before or after, or not at all, and never raises a false alarm.
 */
export class VerifyLedger extends Query<VerifiedLedger> {
  constructor(readonly from: LedgerPlace = beginning) {
    super();
  }
}

/** Asks the database one statement. */
export type Ask = <Row>(sql: string, ...values: readonly (string | number)[]) => Promise<readonly Row[]>;

@QueryHandler(VerifyLedger)
export class VerifyLedgerHandler implements IQueryHandler<VerifyLedger> {
  constructor(private readonly database: Database) {}

  execute({ from }: VerifyLedger): Promise<VerifiedLedger> {
    const { client } = this.database;
    return verifyFrom(from, (sql, ...values) => client.$queryRawUnsafe(sql, ...values));
  }
}

/** @param size how many rows of a table a range has at most, but for an order that alone has more */
export async function verifyFrom(place: LedgerPlace, ask: Ask, size = rangeSize): Promise<VerifiedLedger> {
  switch (place.reading) {
    case 'orders':
      return verifyOrders(place, size, ask);
    case 'operations':
      return verifyOperations(place.from, size, ask);
    case 'catalogue':
      return { faults: await ask<LedgerFault>(waysToChange), next: null };
    default:
      return assertNever(place);
  }
}

async function verifyOrders(
  { from, sums }: Extract<LedgerPlace, { readonly reading: 'orders' }>,
  size: number,
  ask: Ask,
): Promise<VerifiedLedger> {
  const range = await rangeFrom(endOfOrders, from, size, ask);
  const faults = await ask<LedgerFault>(faultsOfOrders(range.kind), ...range.ends);
  const added = addSums(sums, await ask<SumsRow>(sumsOfOrders(range.kind), ...range.ends));
  return range.next === null
    ? { faults: [...faults, ...faultsOfSums(added)], next: { reading: 'operations', from: lowest } }
    : { faults, next: { reading: 'orders', from: range.next, sums: added } };
}

async function verifyOperations(from: string, size: number, ask: Ask): Promise<VerifiedLedger> {
  const range = await rangeFrom(endOfOperations, from, size, ask);
  const faults = await ask<LedgerFault>(repeatedOperations(range.kind), ...range.ends);
  return { faults, next: range.next === null ? { reading: 'catalogue' } : { reading: 'operations', from: range.next } };
}

async function rangeFrom(endSql: string, from: string, size: number, ask: Ask) {
  const [found] = await ask<{ readonly end: string | null }>(endSql, from, size);
  const next = found?.end ?? null;
  return next === null
    ? ({ kind: 'rest', ends: [from], next } as const)
    : ({ kind: 'bounded', ends: [from, next], next } as const);
}
