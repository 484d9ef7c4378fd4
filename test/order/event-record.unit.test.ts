import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BasketId } from '../../src/kernel/ids.js';
import type { OrderEvent } from '../../src/order/event.js';
import {
  contactOf,
  type EventData,
  fromEventData,
  toEventData,
  UnreadableEvent,
} from '../../src/order/event-record.js';
import { fold } from '../../src/order/evolve.js';
import { inputs, personal } from './arbitrary-inputs.js';
import { live } from './order-life.js';

const stored = (event: OrderEvent): string => JSON.stringify(toEventData(event));

function reread(event: OrderEvent): OrderEvent {
  const brought = contactOf(event);
  const contact = brought === null ? null : { fullName: brought.fullName ?? null, email: brought.email ?? null };
  return fromEventData(event.type, JSON.parse(stored(event)) as EventData, contact);
}

describe('an event, stored and read again', () => {
  it('is the same event, and its history folds to the same state', () => {
    fc.assert(
      fc.property(inputs, (arrived) => {
        const { events, state } = live(arrived);
        const read = events.map(({ body, cause }) => ({ body: reread(body), cause }));
        expect(read).toEqual(events);
        expect(fold(read)).toEqual(state);
      }),
      { numRuns: 300 },
    );
  });

  it('holds nobody’s name or address', () => {
    fc.assert(
      fc.property(inputs, (arrived) => {
        const text = live(arrived)
          .events.map(({ body }) => stored(body))
          .join();
        for (const words of personal) expect(text).not.toContain(words);
      }),
      { numRuns: 300 },
    );
  });

  it('is readable after the person was erased', () => {
    const event: OrderEvent = {
      type: 'OrderPlaced',
      details: { fullName: 'Mai Tran', email: 'mai.tran@example.test', basketId: BasketId('b'), total: null },
    };
    expect(fromEventData('OrderPlaced', toEventData(event), null)).toEqual({
      type: 'OrderPlaced',
      details: { fullName: null, email: null, basketId: 'b', total: null },
    });
  });

  it.each([
    ['of an unknown type', 'OrderInvented', {}],
    ['of a type that every object has', 'constructor', {}],
    ['with a total of too many digits', 'OrderPlaced', { details: { total: { amount: '1.234', currency: 'USD' } } }],
  ] satisfies [string, string, EventData][])('is refused with a code: one %s', (_title, type, data) => {
    expect(() => fromEventData(type, data, null)).toThrow(UnreadableEvent);
    expect(() => fromEventData(type, data, null)).toThrow(expect.objectContaining({ code: 'ORDER.UNREADABLE_EVENT' }));
  });
});
