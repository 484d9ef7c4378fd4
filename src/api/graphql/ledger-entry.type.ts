import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { OperationId } from '../../kernel/ids.js';
import { formatMoney } from '../../kernel/money.js';
import type { Account, Side } from '../../ledger/account.js';
import type { MoneyFactType } from '../../ledger/money-fact.js';
import type { EntryPhase } from '../../queries/ledger/ledger-words.js';
import type { EntryView } from '../../queries/ledger/order-ledger-entries.js';
import { LedgerAccountName, LedgerPhase, LedgerPurpose, LedgerSide } from './ledger.enums.js';
import { DateTime, Decimal, Uuid } from './scalars.js';

@ObjectType('LedgerEntry', { description: 'One side of one transfer in the books, never changed.' })
export class LedgerEntryType {
  @Field(() => Uuid, { description: 'The operation, dispute or payout line that it is of.' })
  readonly operationId: OperationId;

  @Field(() => LedgerPurpose)
  readonly purpose: MoneyFactType;

  @Field(() => Int, { description: 'From 1, within what was posted for one fact; a debit and a credit have the same.' })
  readonly transfer: number;

  @Field(() => LedgerSide)
  readonly side: Side;

  @Field(() => LedgerAccountName)
  readonly account: Account;

  @Field(() => LedgerPhase)
  readonly phase: EntryPhase;

  @Field(() => Uuid, { nullable: true, description: 'Which hold: the operation that authorized it.' })
  readonly holdOperationId: OperationId | null;

  @Field(() => DateTime, { nullable: true, description: 'When a hold ends.' })
  readonly expiresAt: Date | null;

  @Field(() => Decimal)
  readonly amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  @Field(() => DateTime)
  readonly recordedAt: Date;

  constructor(entry: EntryView) {
    this.operationId = entry.operationId;
    this.purpose = entry.purpose;
    this.transfer = entry.transfer;
    this.side = entry.side;
    this.account = entry.account;
    this.phase = entry.phase;
    this.holdOperationId = entry.holdOperationId;
    this.expiresAt = entry.expiresAt;
    this.amount = formatMoney(entry.amount);
    this.currency = entry.amount.currency;
    this.recordedAt = entry.recordedAt;
  }
}
