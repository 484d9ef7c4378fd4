import type { Cause } from '../order/cause.js';
import { MessageId, ownMessagePrefixes } from '../kernel/ids.js';
import { accept, refuse, type Read } from './read.js';
import { firstTraceparent, readActor, readText } from './transport-text.js';

/** An envelope opened: what is inside, not yet looked at. */
export type Envelope = {
  /** What the message says that it is. */
  readonly types: readonly unknown[];
  readonly body: unknown;
  /** Where the body stands in the text. */
  readonly text: string;
  readonly path: readonly string[];
  /** Reads the envelope's own fields. */
  readonly readCause: () => Read<Cause>;
};

/** A field of an envelope, with the name that a fault gives it. */
export type Named = { readonly name: string; readonly value: unknown };

type CauseFields = {
  readonly messageId: Read<string | null>;
  /** What to say when there is no message id. */
  readonly missingId: string;
  readonly conversationId: Named;
  readonly traceparents: readonly unknown[];
  readonly actor: Named;
};

/** Longer ids than any neighbour makes are a mistake or an attack on the index they'd be in. */
export const longestId = 512;

const longestConversationId = 255;

export function readCause({ messageId, missingId, conversationId, traceparents, actor }: CauseFields): Read<Cause> {
  if (!messageId.ok) return messageId;
  if (messageId.value === null) return refuse('MissingMessageId', `${missingId}: it tells a repeated message.`);
  const { value: named } = messageId;
  const taken = Object.values(ownMessagePrefixes).find((prefix) => named.startsWith(prefix));
  if (taken !== undefined)
    return refuse('InvalidField', `messageId must not begin with ${taken}, as our own messages do.`);
  const conversation = readText(conversationId.name, conversationId.value, longestConversationId);
  if (!conversation.ok) return conversation;
  const sender = readActor(actor.name, actor.value);
  if (!sender.ok) return sender;
  return accept({
    messageId: MessageId(messageId.value),
    conversationId: conversation.value,
    traceparent: firstTraceparent(...traceparents),
    actor: sender.value,
  });
}
