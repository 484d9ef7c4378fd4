import type { RawMessage } from '../contracts/codec.js';
import type { LetterStretch } from './letter-selection.js';
import type { Redelivered } from './redelivery.js';

/** A dead letter that nobody has dealt with yet. */
export type OpenLetter = {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  /** The exchange that it came through, or was to go to. */
  readonly source: string;
  readonly message: RawMessage;
};

/** What a stretch brought, and where the next one goes on; null at the end. */
export type Stretch<T> = { readonly letters: readonly T[]; readonly next: bigint | null };

/** `alreadyReleased`: it was not held any more; `discarded`: another operator has discarded it meanwhile. */
export type Released = 'released' | 'alreadyReleased' | 'discarded';

export type Discarding = { readonly by: string; readonly reason: string };

/** The port to the open dead letters. What another operator has put away meanwhile stays so, unless its message was applied. */
export abstract class OpenLetters {
  /** Oldest first; fewer than asked for where their bytes are many. */
  abstract read(stretch: LetterStretch): Promise<Stretch<OpenLetter>>;

  /**
   * Puts away what was taken, and counts an attempt, with its new reason, for what failed again. What was taken is redriven even
   * where another operator has discarded it meanwhile: its message has taken effect.
   */
  abstract settle(redelivered: ReadonlyMap<string, Redelivered>, by: string): Promise<void>;

  /** Puts outbound letters away and lets their messages, and what they held back of their orders, go out. @returns what came of each */
  abstract release(ids: readonly string[], by: string): Promise<ReadonlyMap<string, Released>>;

  /** Puts letters away for good. An outbound one's message will not go out; what it held back of its order will. @returns their ids */
  abstract discard(stretch: LetterStretch, discarding: Discarding): Promise<Stretch<string>>;
}
