import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { OrderId } from '../../kernel/ids.js';
import type { EncodedBody } from '../../queries/dead-letter-body.js';
import type {
  DeadLetterView,
  LetterDirection,
  LetterResolution,
  LetterStatus,
} from '../../queries/dead-letter-view.js';
import { BodyEncoding, DeadLetterDirection, DeadLetterReason, DeadLetterStatus } from './dead-letter.enums.js';
import { DateTime, Json, Uuid } from './scalars.js';

@ObjectType('DeadLetterBody', { description: 'The bytes of a message.' })
export class DeadLetterBodyType {
  @Field(() => BodyEncoding, { description: 'BASE64 where the bytes are no text.' })
  readonly encoding: EncodedBody['encoding'];

  @Field(() => String)
  readonly content: string;

  constructor({ encoding, content }: EncodedBody) {
    this.encoding = encoding;
    this.content = content;
  }
}

@ObjectType('DeadLetterResolution', { description: 'One time that a letter was put away.' })
export class DeadLetterResolutionType {
  @Field(() => DeadLetterStatus)
  readonly status: LetterStatus;

  @Field(() => DateTime)
  readonly at: Date;

  @Field(() => String)
  readonly by: string;

  @Field(() => String, { nullable: true, description: 'Why it was discarded.' })
  readonly reason: string | null;

  constructor({ resolution, at, by, reason }: LetterResolution) {
    this.status = resolution;
    this.at = new Date(at);
    this.by = by;
    this.reason = reason;
  }
}

@ObjectType('DeadLetter', { description: 'A message that could not be read, applied, waited for or published.' })
export class DeadLetterType {
  @Field(() => Uuid)
  readonly id: string;

  @Field(() => DeadLetterDirection)
  readonly direction: LetterDirection;

  @Field(() => DeadLetterReason)
  readonly reason: string;

  @Field(() => String, { description: "Names the field and the rule, or the error's code." })
  readonly detail: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the message type on the wire, if it could be read.',
  })
  readonly type: string | null;

  @Field(() => Uuid, { nullable: true })
  readonly orderId: OrderId | null;

  @Field(() => String, { nullable: true })
  readonly messageId: string | null;

  @Field(() => String, { description: 'The exchange that it came through, or was to go to.' })
  readonly source: string;

  @Field(() => String, { nullable: true })
  readonly contentType: string | null;

  @Field(() => Json)
  readonly headers: Readonly<Record<string, string>>;

  @Field(() => Int, { description: 'Bytes of its body.' })
  readonly size: number;

  @Field(() => Int)
  readonly attempts: number;

  @Field(() => DateTime)
  readonly firstAt: Date;

  @Field(() => DateTime)
  readonly lastAt: Date;

  @Field(() => DeadLetterStatus)
  readonly status: LetterStatus;

  @Field(() => DateTime, { nullable: true })
  readonly resolvedAt: Date | null;

  @Field(() => String, { nullable: true })
  readonly resolvedBy: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was discarded.' })
  readonly resolutionReason: string | null;

  @Field(() => [DeadLetterResolutionType], {
    description: 'Oldest first: also those after which its message was buried again.',
  })
  readonly resolutions: readonly DeadLetterResolutionType[];

  constructor(letter: DeadLetterView) {
    this.id = letter.id;
    this.direction = letter.direction;
    this.reason = letter.reason;
    this.detail = letter.detail;
    this.type = letter.type;
    this.orderId = letter.orderId;
    this.messageId = letter.messageId;
    this.source = letter.source;
    this.contentType = letter.contentType;
    this.headers = letter.headers;
    this.size = letter.size;
    this.attempts = letter.attempts;
    this.firstAt = letter.firstAt;
    this.lastAt = letter.lastAt;
    this.status = letter.status;
    this.resolvedAt = letter.resolvedAt;
    this.resolvedBy = letter.resolvedBy;
    this.resolutionReason = letter.resolutionReason;
    this.resolutions = letter.resolutions.map((resolution) => new DeadLetterResolutionType(resolution));
  }
}
