import { Field, ObjectType } from '@nestjs/graphql';
import { writeCursor } from '../../queries/cursor.js';
import type { OrderSlice } from '../../queries/list-orders.js';
import type { OrderFilter } from '../../queries/order-filter.js';
import { OrderType } from './order.type.js';

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

@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => Boolean)
  readonly hasNextPage: boolean;

  @Field(() => Boolean)
  readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true })
  readonly startCursor: string | null;

  @Field(() => String, { nullable: true })
  readonly endCursor: string | null;

  constructor({ hasNextPage, hasPreviousPage }: OrderSlice, edges: readonly OrderEdgeType[]) {
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
    this.startCursor = edges[0]?.cursor ?? null;
    this.endCursor = edges.at(-1)?.cursor ?? null;
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
