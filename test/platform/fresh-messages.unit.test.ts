import { describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { FreshMessages } from '../../src/platform/fresh-messages.js';

const message = (orderId = OrderId(v7()), sequence = 1) => ({
  ...{ orderId, sequence, messageId: MessageId(v7()), type: 'Test', destination: 'a', contentType: 'application/json' },
  ...{ headers: { of: 'a test' }, body: '{}' },
});

const bytesOf = (one: ReturnType<typeof message>) => ({ ...one, body: Buffer.from(one.body) });

describe('messages that were just committed', () => {
  it('are found by order and sequence, once', () => {
    const fresh = new FreshMessages(10);
    const first = message();
    const second = message(first.orderId, 2);
    fresh.keep(first);
    fresh.keep(second);
    expect(fresh.take({ orderId: first.orderId, sequence: 2 })).toEqual(bytesOf(second));
    expect(fresh.take({ orderId: first.orderId, sequence: 2 })).toBeUndefined();
    expect(fresh.take(first)).toEqual(bytesOf(first));
    expect(fresh.isEmpty).toBe(true);
  });

  it('make room for later ones, the oldest first', () => {
    const fresh = new FreshMessages(2);
    const [oldest, middle, latest] = [message(), message(), message()];
    for (const one of [oldest, middle, latest]) fresh.keep(one);
    expect(fresh.take(oldest)).toBeUndefined();
    expect(fresh.take(middle)).toEqual(bytesOf(middle));
    expect(fresh.take(latest)).toEqual(bytesOf(latest));
  });

  it('are not kept where no relay runs', () => {
    const fresh = new FreshMessages(0);
    fresh.keep(message());
    expect(fresh.isEmpty).toBe(true);
  });
});
