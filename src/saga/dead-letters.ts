import type { RawMessage } from '../contracts/codec.js';

/** Why a message from a broker ends in the dead letters. */
export type InboundReason =
  'TooLarge' | 'MalformedBody' | 'UnknownType' | 'MissingMessageId' | 'InvalidField' | 'HandlerFailed';

export type InboundLetter = {
  readonly reason: InboundReason;
  /** Names the field and the rule, or the error's code; no personal data. */
  readonly detail: string;
  readonly type: string | null;
  readonly orderId: string | null;
  /** The exchange that it came through. */
  readonly source: string;
  readonly message: RawMessage;
};

/** The port to the table of dead letters. */
export abstract class DeadLetters {
  /** Keeps the message with its bytes and headers. The same message again counts an attempt instead of a row. */
  abstract bury(letter: InboundLetter): Promise<void>;
}
