import { Field, ObjectType } from '@nestjs/graphql';
import { writeLetterCursor } from '../../queries/dead-letter-cursor.js';
import type { DeadLetterFilter } from '../../queries/dead-letter-filter.js';
import type { DeadLetterView } from '../../queries/dead-letter-view.js';
import type { Slice } from '../../queries/relay-slice.js';
import { DeadLetterType } from './dead-letter.type.js';
import { PageInfoType } from './page-info.type.js';

@ObjectType('DeadLetterEdge')
export class DeadLetterEdgeType {
  @Field(() => String)
  readonly cursor: string;

  @Field(() => DeadLetterType)
  readonly node: DeadLetterType;

  constructor(letter: DeadLetterView) {
    this.cursor = writeLetterCursor(letter.position);
    this.node = new DeadLetterType(letter);
  }
}

@ObjectType('DeadLetterConnection', { description: 'A stretch of a list of dead letters, as Relay lays down.' })
export class DeadLetterConnectionType {
  @Field(() => [DeadLetterEdgeType])
  readonly edges: readonly DeadLetterEdgeType[];

  @Field(() => [DeadLetterType], { description: 'The letters of `edges`.' })
  readonly nodes: readonly DeadLetterType[];

  @Field(() => PageInfoType)
  readonly pageInfo: PageInfoType;

  constructor(
    slice: Slice<DeadLetterView>,
    /** Kept for `totalCount`, which is resolved only when it is asked for. */
    readonly filter: DeadLetterFilter,
  ) {
    this.edges = slice.rows.map((letter) => new DeadLetterEdgeType(letter));
    this.nodes = this.edges.map(({ node }) => node);
    this.pageInfo = new PageInfoType(slice, this.edges);
  }
}
