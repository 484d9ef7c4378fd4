import type { Currency } from '../kernel/currency.js';
import type { MessageId, OrderId } from '../kernel/ids.js';
import type { Caused } from '../order/cause.js';
import type { IntegrationInput } from '../order/input.js';
import type { OutgoingCommand } from '../order/outgoing-command.js';
import type { Announcement } from '../payment/announcement.js';

/** How our messages look on the wire; on input both are understood, by their content type. */
export type MessageFormat = 'masstransit' | 'cloudevents';

/** A message as it came: what the decoder reads. */
export type RawMessage = {
  readonly messageId: string | null;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** Why a message can't be read. `detail` names the field and the rule, and never quotes personal data. */
export type DecodeFault = {
  readonly reason: 'TooLarge' | 'MalformedBody' | 'UnknownType' | 'MissingMessageId' | 'InvalidField';
  readonly detail: string;
  /** The wire name of the message where that much could be read. */
  readonly type: string | null;
};

/** An integration event of ours: the order it concerns, and the input that it comes to. */
export type IntegrationEvent = {
  readonly orderId: OrderId;
  readonly type: string;
  readonly input: Caused<IntegrationInput>;
};

export type Decoded =
  { readonly ok: true; readonly event: IntegrationEvent } | { readonly ok: false; readonly fault: DecodeFault };

/** A command as it goes out, byte for byte: a retry sends the same. */
export type EncodedCommand = {
  readonly type: string;
  /** The fanout exchange. */
  readonly destination: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What only the sender of one message knows. */
export type SentMessage = { readonly messageId: MessageId; readonly orderId: OrderId; readonly sentAt: Date };

export type EncodeCommand = (command: Caused<OutgoingCommand>, sent: SentMessage) => EncodedCommand;

export type EncodeAnnouncement = (announcement: Caused<Announcement>, sent: SentMessage) => EncodedCommand;

export type DecodeMessage = (message: RawMessage) => Decoded;

export type CodecSettings = { readonly format: MessageFormat; readonly defaultCurrency: Currency };
