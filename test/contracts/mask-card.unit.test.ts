import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskCard } from '../../src/contracts/mask-card.js';

const masked = (text: string): string => maskCard(Buffer.from(text)).toString();

describe('a body that is kept', () => {
  it.each([
    ['"paymentMethod":"4242424242424242"', '"paymentMethod":"424242******4242"'],
    ['"paymentMethod" :\n "4242 4242-4242 4242"', '"paymentMethod" :\n "4242 42**-**** 4242"'],
    ['"PAYMENTMETHOD":"378282246310005"', '"PAYMENTMETHOD":"378282*****0005"'],
    ['"paymentMethod":"4222222222222"', '"paymentMethod":"422222***2222"'],
    ['"paymentMethod":4242424242424242', '"paymentMethod":4242420000004242'],
    [String.raw`"payment\u004dethod":"424242424242424\u0032"`, String.raw`"payment\u004dethod":"424242******4242"`],
    ['"paymentMethod":"4242\u00a04242\u00a04242\u00a04242"', '"paymentMethod":"4242\u00a042**\u00a0****\u00a04242"'],
  ])('has of %s only the first six and last four digits', (written, kept) => {
    for (const [before, after] of [
      ['{', '}'],
      ['{"orderId":"a","message":{"x":"y",', ',"totalMoney":"42.50"}}'],
      ['half a message, "not":closed,', ',"'],
    ])
      expect(masked(`${String(before)}${written}${String(after)}`)).toBe(`${String(before)}${kept}${String(after)}`);
  });

  it.each([
    '{"orderId":"4242424242424242","totalMoney":4242424242424242,"reference":"4242 4242 4242 4242"}',
    '{"paymentMethod":"tok_4242424242424242"}',
    '{"paymentMethod":"4242424242424241"}',
    '{"paymentMethod":"424242******4242"}',
    '{"paymentMethodOf":"4242424242424242"}',
    '{"paymentMethod":null,"id":"4242424242424242"}',
  ])('is as it came where no payment method is a card number: %s', (text) => {
    const body = Buffer.from(text);
    expect(maskCard(body)).toBe(body);
  });

  it('has every other byte as it came, whatever stands there', () => {
    const card = Buffer.from('"paymentMethod":"4242424242424242"');
    const kept = Buffer.from('"paymentMethod":"424242******4242"');
    // Without quotes, so that nothing opens before it.
    const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array.filter((byte) => byte !== 0x22)));
    fc.assert(
      fc.property(bytes, bytes, (before, after) => {
        const body = Buffer.concat([before, card, after]);
        expect(maskCard(body)).toEqual(Buffer.concat([before, kept, after]));
      }),
    );
  });

  it('is gone through in time that grows with its length', () => {
    const begun = performance.now();
    for (const text of [
      '"'.repeat(2_000_000),
      `"${'\\"'.repeat(2_000_000)}`,
      `"paymentMethod"${' '.repeat(2_000_000)}`,
    ]) {
      const body = Buffer.from(text);
      expect(maskCard(body)).toBe(body);
    }
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
