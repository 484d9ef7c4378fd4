import { Field, ObjectType } from '@nestjs/graphql';
import { writeCursor } from '../../queries/cursor.js';
import type { PaymentSlice } from '../../queries/payments/list-payments.js';
import type { PaymentFilter } from '../../queries/payments/payment-filter.js';
import { PageInfoType } from './page-info.type.js';
import { PaymentType } from './payment.type.js';

@ObjectType('PaymentEdge')
export class PaymentEdgeType {
  @Field(() => String)
  readonly cursor: string;

  @Field(() => PaymentType)
  readonly node: PaymentType;

  constructor({ cursor, node }: PaymentSlice['edges'][number]) {
    this.cursor = writeCursor(cursor);
    this.node = new PaymentType(node);
  }
}

@ObjectType('PaymentConnection', { description: 'A stretch of a list of payments, as Relay lays down.' })
export class PaymentConnectionType {
  @Field(() => [PaymentEdgeType])
  readonly edges: readonly PaymentEdgeType[];

  @Field(() => [PaymentType], { description: 'The payments of `edges`.' })
  readonly nodes: readonly PaymentType[];

  @Field(() => PageInfoType)
  readonly pageInfo: PageInfoType;

  constructor(
    slice: PaymentSlice,
    /** Kept for `totalCount`, which is resolved only when it is asked for. */
    readonly filter: PaymentFilter,
  ) {
    this.edges = slice.edges.map((edge) => new PaymentEdgeType(edge));
    this.nodes = this.edges.map(({ node }) => node);
    this.pageInfo = new PageInfoType(slice, this.edges);
  }
}
