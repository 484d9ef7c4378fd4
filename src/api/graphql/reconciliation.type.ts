import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { OperationId, OrderId } from '../../kernel/ids.js';
import { formatMoney, type Money } from '../../kernel/money.js';
import { type Ageing, ageings } from '../../queries/settlement/ageing.js';
import type { ClearingDay } from '../../queries/settlement/clearing-day.js';
import { mostBreaks, type OpenBreak, type ReconciliationView } from '../../queries/settlement/reconciliation.js';
import { type BreakKind, breakKinds } from '../../settlement/break-kind.js';
import { Day } from './day.scalar.js';
import { DateTime, Decimal, Uuid } from './scalars.js';

const Kind = Object.fromEntries(breakKinds.map((kind) => [kind.toUpperCase(), kind]));
registerEnumType(Kind, {
  name: 'BreakKind',
  description: 'How orders, ledger and payout lines disagree.',
  valuesMap: {
    MISSING_AT_PSP: { description: 'No line for it, though payouts have come past it.' },
    LATE: { description: "No line for it for longer than payouts take; they haven't come as far." },
    MISSING_IN_LEDGER: { description: 'A line for what the ledger knows nothing of.' },
    AMOUNT_DIFF: { description: 'The line is of another amount, or its net is not its gross less its fee.' },
    FEE_DIFF: { description: 'The line has another fee than the capture was told.' },
    CURRENCY_DIFF: { description: 'The line is in another currency.' },
    DUPLICATE: { description: 'Another line has settled it before.' },
  },
});

const names = { '0-1': 'DAYS_0_1', '2-3': 'DAYS_2_3', '4-7': 'DAYS_4_7', '>7': 'OVER_7_DAYS' } as const;
const Age = Object.fromEntries(ageings.map((ageing) => [names[ageing], ageing]));
registerEnumType(Age, { name: 'BreakAgeing', description: 'How long ago a break was first seen.' });

@ObjectType('BreakAmount', { description: 'An amount; below zero it goes back to the customer.' })
class BreakAmountType {
  @Field(() => Decimal)
  readonly amount: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  constructor(money: Money) {
    this.amount = formatMoney(money);
    this.currency = money.currency;
  }
}

const amountOf = (money: Money | null) => (money === null ? null : new BreakAmountType(money));

@ObjectType('SettlementBreak', { description: 'A disagreement that was open at the end of the day.' })
class SettlementBreakType {
  @Field(() => Uuid)
  readonly id: string;

  @Field(() => Kind)
  readonly kind: BreakKind;

  @Field(() => DateTime)
  readonly firstSeenAt: Date;

  @Field(() => Int, { description: 'Days between the one on which it was first seen and this one.' })
  readonly ageDays: number;

  @Field(() => Age)
  readonly ageing: Ageing;

  @Field(() => String, { nullable: true })
  readonly gateway: string | null;

  @Field(() => String, { nullable: true, description: 'The payout line; null where the break is that there is none.' })
  readonly lineId: string | null;

  @Field(() => String, { nullable: true })
  readonly payoutId: string | null;

  @Field(() => String, { nullable: true, description: 'Of the capture or refund, as the gateway calls it.' })
  readonly reference: string | null;

  @Field(() => Uuid, { nullable: true })
  readonly orderId: OrderId | null;

  @Field(() => Uuid, { nullable: true })
  readonly operationId: OperationId | null;

  @Field(() => BreakAmountType, { nullable: true, description: 'What the books say.' })
  readonly expected: BreakAmountType | null;

  @Field(() => BreakAmountType, { nullable: true, description: 'What the gateway says.' })
  readonly found: BreakAmountType | null;

  constructor(one: OpenBreak) {
    this.id = one.id;
    this.kind = one.kind;
    this.firstSeenAt = one.firstSeenAt;
    this.ageDays = one.ageDays;
    this.ageing = one.ageing;
    this.gateway = one.gateway;
    this.lineId = one.lineId;
    this.payoutId = one.payoutId;
    this.reference = one.reference;
    this.orderId = one.orderId;
    this.operationId = one.operationId;
    this.expected = amountOf(one.expected);
    this.found = amountOf(one.found);
  }
}

@ObjectType('ClearingDay', { description: 'What the gateway owes in one currency, over a day: below zero it is owed.' })
class ClearingDayType {
  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  @Field(() => Decimal)
  readonly opening: string;

  @Field(() => Decimal)
  readonly captures: string;

  @Field(() => Decimal, { description: 'Less those that came back.' })
  readonly refunds: string;

  @Field(() => Decimal, { description: 'Taken back by issuers with their fees, less what was won.' })
  readonly chargebacks: string;

  @Field(() => Decimal)
  readonly fees: string;

  @Field(() => Decimal, { description: 'The net of all payout lines of the day.' })
  readonly payouts: string;

  @Field(() => Decimal, {
    description: 'What of the payouts nobody could explain, less what was explained of older ones.',
  })
  readonly suspense: string;

  @Field(() => Decimal)
  readonly closing: string;

  @Field(() => Decimal, {
    description:
      'opening + captures - refunds - chargebacks - fees - payouts + suspense - closing: zero, or orders, ledger and payout lines disagree in sum.',
  })
  readonly difference: string;

  @Field(() => Decimal, { description: "What stood in suspense at the day's end." })
  readonly suspenseBalance: string;

  constructor(day: ClearingDay) {
    const decimal = (minor: bigint) => formatMoney({ minor, currency: day.currency });
    this.currency = day.currency;
    this.opening = decimal(day.opening);
    this.captures = decimal(day.captures);
    this.refunds = decimal(day.refunds);
    this.chargebacks = decimal(day.chargebacks);
    this.fees = decimal(day.fees);
    this.payouts = decimal(day.payouts);
    this.suspense = decimal(day.suspense);
    this.closing = decimal(day.closing);
    this.difference = decimal(day.difference);
    this.suspenseBalance = decimal(day.suspenseBalance);
  }
}

@ObjectType('Reconciliation', { description: 'How orders, ledger and payout lines stood at the end of a day, in UTC.' })
export class ReconciliationType {
  @Field(() => Day)
  readonly date: string;

  @Field(() => [ClearingDayType], { description: 'Of each currency in which anything stood or moved.' })
  readonly currencies: readonly ClearingDayType[];

  @Field(() => [SettlementBreakType], { description: `The oldest ${String(mostBreaks)}.` })
  readonly breaks: readonly SettlementBreakType[];

  @Field(() => Int)
  readonly openBreaks: number;

  constructor({ date, currencies, breaks, openBreaks }: ReconciliationView) {
    this.date = date;
    this.currencies = currencies.map((day) => new ClearingDayType(day));
    this.breaks = breaks.map((one) => new SettlementBreakType(one));
    this.openBreaks = openBreaks;
  }
}
