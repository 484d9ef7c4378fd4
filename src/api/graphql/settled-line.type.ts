import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { formatMoney } from '../../kernel/money.js';
import type { SettledLine } from '../../queries/settlement/order-settlement.js';
import { DateTime, Decimal } from './scalars.js';

type Category = SettledLine['category'];

const SettledCategory = {
  CAPTURE: 'capture',
  REFUND: 'refund',
  REFUND_FAILURE: 'refund_failure',
  DISPUTE: 'dispute',
} as const satisfies Record<Uppercase<Category>, Category>;
registerEnumType(SettledCategory, {
  name: 'SettledCategory',
  valuesMap: {
    REFUND: { description: 'Deducted from the payout.' },
    REFUND_FAILURE: { description: 'A refund that came back.' },
    DISPUTE: { description: 'Taken back by an issuer, or brought back by a dispute that was won.' },
  },
});

@ObjectType('SettledLine', {
  description: 'A line of a payout that settled the capture, a refund or the dispute of a payment.',
})
export class SettledLineType {
  @Field(() => SettledCategory)
  readonly category: Category;

  @Field(() => String)
  readonly payoutId: string;

  @Field(() => Decimal, { description: 'Below zero where it was deducted.' })
  readonly gross: string;

  @Field(() => Decimal)
  readonly fee: string;

  @Field(() => Decimal, { description: 'Gross less fee.' })
  readonly net: string;

  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  @Field(() => DateTime, { description: 'From when the money can be used, as the gateway says.' })
  readonly availableOn: Date;

  @Field(() => DateTime)
  readonly settledAt: Date;

  constructor(line: SettledLine) {
    this.category = line.category;
    this.payoutId = line.payoutId;
    this.gross = formatMoney(line.gross);
    this.fee = formatMoney(line.fee);
    this.net = formatMoney(line.net);
    this.currency = line.gross.currency;
    this.availableOn = line.availableOn;
    this.settledAt = line.settledAt;
  }
}
