import type { Recorder } from '../recorder.js';
import type { SentMessage } from './evidence.js';

/** Everything in which the wire differs from what the outbox says was sent, in words. */
export function wireFaults(
  sent: ReadonlyMap<string, readonly SentMessage[]>,
  { arrivals, altered }: Pick<Recorder, 'arrivals' | 'altered'>,
  /** Of these a fault of the broker took messages: they came again, after later ones. */
  robbed: ReadonlySet<string>,
): readonly string[] {
  const all = [...sent.values()].flat();
  const known = new Set(all.map(({ messageId }) => messageId));
  const lost = all.filter(({ messageId }) => !arrivals.has(messageId));
  const foreign = [...arrivals].filter(([messageId]) => !known.has(messageId));
  const changed = all.filter(({ messageId, hash }) => (arrivals.get(messageId)?.hash ?? hash) !== hash);
  return [
    ...lost.map(({ orderId, type, messageId }) => `${type} ${messageId} of ${orderId} was never heard`),
    ...foreign.map(([messageId, { orderId }]) => `${messageId} of ${orderId} was heard and is no message of ours`),
    ...changed.map(({ messageId }) => `${messageId} has other bytes on the wire than in the table`),
    ...[...altered].map((messageId) => `${messageId} came twice, with different bytes`),
    ...[...sent].flatMap(([orderId, messages]) =>
      robbed.has(orderId) || inOrder(messages, arrivals) ? [] : [`${orderId}: its commands first came out of order`],
    ),
  ];
}

function inOrder(messages: readonly SentMessage[], arrivals: Recorder['arrivals']): boolean {
  const places = messages.flatMap(({ messageId }) => arrivals.get(messageId)?.place ?? []);
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}
