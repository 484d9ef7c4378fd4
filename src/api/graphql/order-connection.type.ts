import { Field, ObjectType } from '@nestjs/graphql';
import { writeCursor } from '../../queries/cursor.js';
import type { OrderSlice } from '../../queries/list-orders.js';
import type { OrderFilter } from '../../queries/order-filter.js';
import { OrderType } from './order.type.js';
import { PageInfoType } from './page-info.type.js';

@ObjectType('OrderEdge')
export class OrderEdgeType {
  @Field(() => String)
  readonly cursor: string;

  @Field(() => OrderType)
  readonly node: OrderType;

  constructor({ cursor, node }: OrderSlice['edges'][number]) {
    this.cursor = writeCursor(cursor);
    this.node = new OrderType(node);
  }
}

@ObjectType('OrderConnection', { description: 'A stretch of a list of orders, as Relay lays down.' })
export class OrderConnectionType {
  @Field(() => [OrderEdgeType])
  readonly edges: readonly OrderEdgeType[];

  @Field(() => [OrderType], { description: 'The orders of `edges`.' })
  readonly nodes: readonly OrderType[];

  @Field(() => PageInfoType)
  readonly pageInfo: PageInfoType;

  constructor(
    slice: OrderSlice,
    /** Kept for `totalCount`, which is resolved only when it is asked for. */
    readonly filter: OrderFilter,
  ) {
    this.edges = slice.edges.map((edge) => new OrderEdgeType(edge));
    this.nodes = this.edges.map(({ node }) => node);
    this.pageInfo = new PageInfoType(slice, this.edges);
  }
}
