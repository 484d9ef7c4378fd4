import type { MessageId } from '../kernel/ids.js';

/** What made us act: carried from the input over the event to the command, so that a chain can be followed. */
export type Cause = {
  readonly messageId: MessageId;
  /** The neighbours' id of the whole conversation; null where the causing message had none. */
  readonly conversationId: string | null;
  /** W3C `traceparent` of the causing message. */
  readonly traceparent: string | null;
  /** Who acted: a neighbour's address, `timer`, or an operator. */
  readonly actor: string;
};

export type Caused<T> = { readonly body: T; readonly cause: Cause };
