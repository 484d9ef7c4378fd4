import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OrderId } from '../../src/kernel/ids.js';
import { orderFields, readCursor, timeOf, writeCursor } from '../../src/queries/cursor.js';

const orderId = OrderId('0197a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4b');
const cursor = { field: 'placedAt', micros: 1_782_907_200_123_456n, orderId } as const;

describe('a cursor', () => {
  it('comes back as it was written', () => {
    const cursors = fc.record({
      field: fc.constantFrom(...orderFields),
      micros: fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }),
      orderId: fc.uuid().map(OrderId),
    });
    fc.assert(fc.property(cursors, (given) => expect(readCursor(writeCursor(given), given.field)).toEqual(given)));
  });

  it('keeps its microseconds', () => {
    expect(timeOf(cursor)).toBe('2026-07-01T12:00:00.123456Z');
    expect(timeOf({ ...cursor, micros: 1n })).toBe('1970-01-01T00:00:00.000001Z');
  });

  it('is of no use in a list with another order', () => {
    expect(readCursor(writeCursor(cursor), 'updatedAt')).toBeNull();
  });

  it.each(['', 'x', '....', Buffer.from('placedAt 12 x').toString('base64url'), `${writeCursor(cursor)}AAAA`, '\0'])(
    'is nothing that anybody may make up: %j',
    (text) => {
      expect(readCursor(text, 'placedAt')).toBeNull();
    },
  );

  it('is refused, never thrown over, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readCursor(text, 'placedAt')).toBeNull()));
  });
});
