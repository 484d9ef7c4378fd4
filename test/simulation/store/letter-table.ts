import type { InboundLetter } from '../../../src/saga/dead-letters.js';
import type { MemoryStore } from './memory-store.js';

/** The same message again counts an attempt instead of a row. */
export function buryLetter({ letters }: MemoryStore, { reason, orderId, source, message }: InboundLetter): void {
  const { messageId, contentType, body } = message;
  const fingerprint = `inbound:${JSON.stringify([source, messageId, contentType])}:${body.toString('latin1')}`;
  const attempts = (letters.get(fingerprint)?.attempts ?? 0) + 1;
  letters.set(fingerprint, { fingerprint, direction: 'inbound', reason, orderId, messageId, attempts, body });
}
