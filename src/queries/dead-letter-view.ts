import { OrderId } from '../kernel/ids.js';
import { Prisma } from '../platform/prisma/generated/client.js';

export const letterStatuses = ['open', 'redriven', 'discarded'] as const;
/** `open`: nobody has dealt with it yet. */
export type LetterStatus = (typeof letterStatuses)[number];

export const letterDirections = ['inbound', 'outbound'] as const;
export type LetterDirection = (typeof letterDirections)[number];

/** One time that a letter was put away. */
export type LetterResolution = {
  readonly resolution: Exclude<LetterStatus, 'open'>;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** Why it was discarded. */
  readonly reason: string | null;
};

/** A dead letter without its bytes. */
export type DeadLetterView = {
  readonly id: string;
  /** Its place in the order of burial. */
  readonly position: bigint;
  readonly direction: LetterDirection;
  readonly reason: string;
  /** Names the field and the rule, or the error's code. */
  readonly detail: string;
  /** The message type's name on the wire; null where not even that could be read. */
  readonly type: string | null;
  readonly orderId: OrderId | null;
  readonly messageId: string | null;
  /** The exchange that it came through, or was to go to. */
  readonly source: string;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of its body. */
  readonly size: number;
  readonly attempts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly status: LetterStatus;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  /** Why it was discarded. */
  readonly resolutionReason: string | null;
  /** Oldest first: also those after which its message was buried again. */
  readonly resolutions: readonly LetterResolution[];
};

// The bytes stay where they are: a page of letters may be hundreds of megabytes.
export const letterColumns = Prisma.sql`l.id, l.position, l.direction, l.reason, l.detail, l.type, l.order_id as "orderId",
  l.message_id as "messageId", l.source, l.content_type as "contentType", l.headers, octet_length(l.body) as size, l.attempts,
  l.first_at as "firstAt", l.last_at as "lastAt", coalesce(l.resolution, 'open') as status, l.resolved_at as "resolvedAt",
  l.resolved_by as "resolvedBy", l.resolution_reason as "resolutionReason", l.resolutions`;
