import { describe, expect, it } from '@jest/globals';
import { Recorder } from '../recorder.js';
import type { SentMessage } from './evidence.js';
import { wireFaults } from './wire-faults.js';

const order = 'an order';
const nobody: ReadonlySet<string> = new Set();

function hear(recorder: Recorder, messageId: string, text = '', redelivered = false): void {
  const body = Buffer.from(JSON.stringify({ message: { orderId: order }, text }));
  const message = { messageId, contentType: null, headers: {}, body };
  recorder.receive({ message, source: 'an exchange', redelivered, acknowledge: () => {}, abandon: () => {} });
}

function heard(...messageIds: readonly string[]): Recorder {
  const recorder = new Recorder();
  for (const messageId of messageIds) hear(recorder, messageId);
  return recorder;
}

/** What the table holds of the order, with the bytes that {@link hear} brings. */
function sent(...messageIds: readonly string[]): ReadonlyMap<string, readonly SentMessage[]> {
  const hashes = heard(...messageIds).arrivals;
  const messages = messageIds.map((messageId, index) => ({
    orderId: order,
    sequence: index + 1,
    messageId,
    type: 'PlaceOrderCommand',
    causedBy: 'a checkout',
    hash: hashes.get(messageId)?.hash ?? '',
  }));
  return new Map([[order, messages]]);
}

describe('the judgement of the wire', () => {
  it('finds nothing where each message came, once or again, in its order', () => {
    const recorder = heard('a', 'b', 'a');
    expect(wireFaults(sent('a', 'b'), recorder, nobody)).toEqual([]);
    expect(recorder.repeats).toBe(1);
  });

  it('counts no repeat where our own connection was lost before the acknowledgement', () => {
    const recorder = heard('a');
    hear(recorder, 'a', '', true);
    expect(recorder.repeats).toBe(0);
  });

  it('finds a message that never came', () => {
    expect(wireFaults(sent('a', 'b'), heard('a'), nobody)).toEqual([`PlaceOrderCommand b of ${order} was never heard`]);
  });

  it('finds a message that nobody decided on', () => {
    expect(wireFaults(sent('a'), heard('a', 'b'), nobody)).toEqual([
      `b of ${order} was heard and is no message of ours`,
    ]);
  });

  it('finds two messages that changed places, but not where a fault took the first from the queue', () => {
    expect(wireFaults(sent('a', 'b'), heard('b', 'a'), nobody)).toEqual([
      `${order}: its commands first came out of order`,
    ]);
    expect(wireFaults(sent('a', 'b'), heard('b', 'a'), new Set([order]))).toEqual([]);
  });

  it('finds a repeat with other bytes', () => {
    const recorder = heard('a');
    hear(recorder, 'a', 'another text');
    expect(wireFaults(sent('a'), recorder, nobody)).toEqual(['a came twice, with different bytes']);
  });

  it('finds bytes that are not those of the table', () => {
    const recorder = new Recorder();
    hear(recorder, 'a', 'another text');
    expect(wireFaults(sent('a'), recorder, nobody)).toEqual(['a has other bytes on the wire than in the table']);
  });
});
