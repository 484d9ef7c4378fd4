import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { TimelineEntry } from '../../queries/order-timeline.js';
import { DateTime, Json } from './scalars.js';

@ObjectType('TimelineEntry', { description: "A fact of an order's life. Ignored and early messages are facts too." })
export class TimelineEntryType {
  @Field(() => Int, { description: 'From 1, without gaps.' })
  readonly version: number;

  @Field(() => String, { description: 'What happened, such as OrderPlaced.' })
  readonly type: string;

  @Field(() => DateTime)
  readonly recordedAt: Date;

  @Field(() => String, { description: "Who acted: a neighbour's address, `timer`, or an operator." })
  readonly actor: string;

  @Field(() => String, { description: 'The id of the message that caused it.' })
  readonly causedBy: string;

  @Field(() => String, { nullable: true })
  readonly conversationId: string | null;

  @Field(() => Json, { description: 'What the event carries, without personal data.' })
  readonly data: unknown;

  constructor(entry: TimelineEntry) {
    this.version = entry.version;
    this.type = entry.type;
    this.recordedAt = entry.recordedAt;
    this.actor = entry.actor;
    this.causedBy = entry.causedBy;
    this.conversationId = entry.conversationId;
    this.data = entry.data;
  }
}
