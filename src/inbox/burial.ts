import { setMaxListeners } from 'node:events';
import { type Broker, type BrokerMessage } from '../broker/broker.js';
import { maskCard } from '../contracts/mask-card.js';
import { backoff } from '../platform/backoff.js';
import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { DeadLetters, InboundLetter } from '../saga/dead-letters.js';

/** Header names as MassTransit's transports write them, so that the operators' tools show the reason. */
const reasonHeaders = ({ reason, detail, type, source }: InboundLetter): Readonly<Record<string, string>> => ({
  'MT-Reason': reason === 'UnknownType' ? 'dead-letter' : 'fault',
  'MT-Fault-ExceptionType': reason,
  'MT-Fault-Message': detail,
  'MT-Fault-InputAddress': source,
  'MT-Fault-MessageType': type ?? '',
});

/** Before anything is made of its bytes, a fingerprint too: of what is left of a number, that could be guessed. */
function withoutCard(letter: InboundLetter): InboundLetter {
  const body = maskCard(letter.message.body);
  return body === letter.message.body
    ? letter
    : {
        ...letter,
        detail: `${letter.detail} The card number was masked in what is kept.`.trim(),
        message: { ...letter.message, body },
      };
}

const retry = { firstMs: 50, capMs: 5_000 };

export type BurialSettings = {
  /** Where MassTransit puts what nobody consumes. */
  readonly skippedQueue: string;
  /** Where MassTransit puts what failed. */
  readonly errorQueue: string;
};

/** Puts a message where nothing is lost: into the table for certain, and a copy into the broker's queue if that can be had. */
export class Burial {
  private readonly closing = new AbortController();

  constructor(
    private readonly letters: DeadLetters,
    private readonly broker: Broker,
    private readonly settings: BurialSettings,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {
    // While the table is out of reach, all that is in hand waits on it.
    setMaxListeners(0, this.closing.signal);
  }

  /**
   * Tries until the table has it.
   * @returns false only when the process shuts down before: the message must then stay with the broker
   */
  async bury(received: InboundLetter): Promise<boolean> {
    const { clock, log } = this.around;
    const letter = withoutCard(received);
    const { reason, detail, orderId, message } = letter;
    for (let failures = 0; !this.closing.signal.aborted; failures += 1) {
      try {
        await this.letters.bury(letter);
        log.warn({ reason, detail, orderId, messageId: message.messageId }, 'a message went to the dead letters');
        await this.copy(letter);
        return true;
      } catch (error) {
        log.error({ reason, orderId, messageId: message.messageId, failures, ...errorFields(error) }, 'not buried yet');
        await clock.pause(backoff(failures, retry, clock.jitter()), this.closing.signal);
      }
    }
    return false;
  }

  close(): void {
    this.closing.abort();
  }

  /** The copy is for the operators' habits: the table is what counts, so a broker that won't take it costs nothing. */
  private async copy(letter: InboundLetter): Promise<void> {
    const queue = letter.reason === 'UnknownType' ? this.settings.skippedQueue : this.settings.errorQueue;
    const headers = { ...letter.message.headers, ...reasonHeaders(letter) };
    const copy: BrokerMessage = { ...letter.message, headers };
    try {
      await this.broker.publish({ queue }, copy);
    } catch (error) {
      const { messageId } = letter.message;
      this.around.log.warn({ queue, messageId, ...errorFields(error) }, 'no copy of a dead letter in the broker');
    }
  }
}
