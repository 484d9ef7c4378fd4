import type { RawMessage } from '../contracts/codec.js';
import type { InboundReason } from './dead-letter-reason.js';

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
  /**
   * Keeps the message with its bytes and headers. The same message again counts an attempt instead of a row, and opens a letter
   * anew that was put away.
   */
  abstract bury(letter: InboundLetter): Promise<void>;
}
