import { Injectable } from '@nestjs/common';
import { Currency } from '../kernel/currency.js';
import { type MessageId, OperationId, OrderId } from '../kernel/ids.js';
import type { IgnoredReason } from '../payment/event.js';
import { Database } from '../platform/prisma/database.js';
import type { AbsentOperation, Booking, NewBreak, OpenLine } from './bookings.js';
import type { BreakKind } from './break-kind.js';
import type { Absent } from './judge-absence.js';
import type { Counterpart } from './judge-line.js';
import type { PayoutLine } from './payout-line.js';
import { absentSql, answersSql, foundCapturesSql, openLinesSql, postedSql } from './read-statements.js';
import { absencesSql, bookSql, bookingRows, breakRows, importSql, lineRows, readToSql } from './write-statements.js';

/** A line to be explained, with what of ours its reference belongs to. */
export type Candidate = {
  readonly position: bigint;
  readonly line: OpenLine;
  readonly counterpart: Counterpart | null;
};

/** What a payment made of a line that it was told of. */
export type PaymentAnswer =
  { readonly kind: 'settled'; readonly at: Date } | { readonly kind: 'ignored'; readonly reason: IgnoredReason };

/** How many lines are new; `clashing` came before under their ids, with something else in them. */
export type Imported = { readonly added: number; readonly clashing: readonly string[] };

type Category = PayoutLine['category'];
type LineRow = {
  readonly position: bigint;
  readonly gateway: string;
  readonly lineId: string;
  readonly payoutId: string;
  readonly reference: string | null;
  readonly category: Category;
  readonly gross: bigint;
  readonly fee: bigint;
  readonly net: bigint;
  readonly currency: string;
  readonly availableOn: Date;
  readonly status: OpenLine['status'];
  readonly openBreak: BreakKind | null;
  readonly orderId: string | null;
  readonly operationId: string | null;
  readonly toldFee: bigint | null;
};
type PostedRow = {
  readonly index: number;
  readonly operationId: string;
  readonly posted: bigint;
  readonly currency: string;
  /** Of a dispute alone. */
  readonly fee: bigint | null;
  readonly settled: boolean;
};
type AbsentRow = {
  readonly orderId: string;
  readonly operationId: string;
  readonly category: Category;
  readonly reference: string | null;
  readonly posted: bigint;
  readonly currency: string;
} & Absent;

/** Payout lines, breaks, and what of payments and ledger they are compared with. */
@Injectable()
export class SettlementTables {
  constructor(private readonly database: Database) {}

  /** All of them, or none where one clashes and `unless` says so. */
  async add(
    lines: readonly PayoutLine[],
    how: { readonly source: 'gateway' | 'file'; readonly at: Date; readonly unless: 'clashing' | null },
  ): Promise<Imported> {
    const values = [lineRows(lines), how.source, how.at, how.unless === 'clashing'];
    const [row] = await this.database.client.$queryRawUnsafe<readonly Imported[]>(importSql, ...values);
    return row ?? { added: 0, clashing: [] };
  }

  /** The next lines that aren't explained, in the order in which they came. */
  async openLines(after: bigint): Promise<readonly Candidate[]> {
    const rows = await this.database.client.$queryRawUnsafe<readonly LineRow[]>(openLinesSql, after);
    const owned = await this.withFoundCaptures(rows);
    const posted = await this.posted(owned);
    return owned.map((row, index) => ({
      position: row.position,
      line: { ...row, currency: Currency(row.currency) },
      counterpart: counterpartOf(row, posted.get(index)),
    }));
  }

  /** Captures that no operation of ours made are named by their payments alone. */
  private async withFoundCaptures(rows: readonly LineRow[]): Promise<readonly LineRow[]> {
    const isOfCapture = ({ category }: LineRow): boolean => category === 'capture' || category === 'dispute';
    const unknown = rows.filter((row) => row.orderId === null && isOfCapture(row));
    if (unknown.length === 0) return rows;
    const references = unknown.flatMap(({ reference }) => reference ?? []);
    type Found = { readonly orderId: string; readonly reference: string };
    const found = await this.database.client.$queryRawUnsafe<readonly Found[]>(foundCapturesSql, references);
    const orders = new Map(found.map(({ reference, orderId }) => [reference, orderId]));
    return rows.map((row) =>
      unknown.includes(row) ? { ...row, orderId: orders.get(row.reference ?? '') ?? null } : row,
    );
  }

  private async posted(rows: readonly LineRow[]): Promise<ReadonlyMap<number, PostedRow>> {
    const asked = rows.map(({ orderId, operationId, category, gross }, index) => {
      return { index, orderId, operationId, category, isOut: gross < 0n };
    });
    const known = JSON.stringify(asked.filter(({ orderId }) => orderId !== null));
    const found = await this.database.client.$queryRawUnsafe<readonly PostedRow[]>(postedSql, known);
    return new Map(found.map((row) => [row.index, row]));
  }

  /** By the message that each was told with; absent where its order has no such event. */
  async answers(
    told: readonly { readonly orderId: OrderId; readonly messageId: MessageId }[],
  ): Promise<ReadonlyMap<MessageId, PaymentAnswer>> {
    type Row = { messageId: MessageId; type: string; reason: IgnoredReason; at: Date };
    const rows = await this.database.client.$queryRawUnsafe<readonly Row[]>(
      answersSql,
      told.map(({ orderId }) => orderId),
      told.map(({ messageId }) => messageId),
    );
    return new Map(
      rows.map(({ messageId, type, reason, at }) => [
        messageId,
        type === 'payment.InputIgnored' ? { kind: 'ignored', reason } : { kind: 'settled', at },
      ]),
    );
  }

  async book(bookings: readonly Booking[]): Promise<void> {
    await this.database.client.$queryRawUnsafe(bookSql, ...bookingRows(bookings));
  }

  /** What stands in the ledger and in no line, as far as it may be a break at that time. */
  async absent(lateBefore: Date): Promise<readonly (AbsentOperation & Absent)[]> {
    const rows = await this.database.client.$queryRawUnsafe<readonly AbsentRow[]>(absentSql, lateBefore);
    return rows.map(({ posted, currency, ...row }) => ({
      ...row,
      ...{ orderId: OrderId(row.orderId), operationId: OperationId(row.operationId) },
      posted: { minor: posted, currency: Currency(currency) },
    }));
  }

  /** These are all the breaks there are of operations without a line: the others that were open end. */
  async keepAbsences(breaks: readonly NewBreak[], at: Date): Promise<void> {
    await this.database.client.$queryRawUnsafe(absencesSql, breakRows(breaks), at);
  }

  async readTo(gateway: string): Promise<Date | null> {
    const pull = await this.database.client.settlementPull.findUnique({ where: { gateway } });
    return pull?.readTo ?? null;
  }

  /** Only ever forwards, whoever comes second. */
  async markRead(gateway: string, to: Date): Promise<void> {
    await this.database.client.$executeRawUnsafe(readToSql, gateway, to);
  }
}

function counterpartOf({ orderId, operationId, toldFee }: LineRow, posted: PostedRow | undefined): Counterpart | null {
  const id = posted?.operationId ?? operationId;
  if (orderId === null || id === null) return null;
  return {
    ...{ orderId: OrderId(orderId), operationId: OperationId(id), fee: posted?.fee ?? toldFee },
    posted: posted === undefined ? null : { minor: posted.posted, currency: Currency(posted.currency) },
    settled: posted?.settled ?? false,
  };
}
