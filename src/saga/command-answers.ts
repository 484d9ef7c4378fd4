import type { OrderId } from '../kernel/ids.js';
import type { CommandAnswer } from './operate-payment.js';

/** The first answer to a key, with what it was the answer to. */
export type KeptAnswer = { readonly fingerprint: string; readonly answer: CommandAnswer };

/** The port to the answers that people's commands have got, by their idempotency keys. */
export abstract class CommandAnswers {
  abstract find(key: string): Promise<KeptAnswer | null>;
  /** Keeps an answer of which nothing else is written. @returns the first answer, which may be another one's by then */
  abstract keep(key: string, orderId: OrderId, kept: KeptAnswer): Promise<KeptAnswer>;
}
