import { describe, expect, it } from '@jest/globals';
import {
  isCardNumber,
  isTruncatedCardNumber,
  truncatedCardNumber,
  withoutCardNumbers,
} from '../../src/kernel/card-number.js';

describe('a card number', () => {
  it.each([
    '4242424242424242',
    '4242 4242 4242 4242',
    '4242-4242-4242-4242',
    ' 4242424242424242 ',
    '378282246310005',
    '4222222222222',
    '6304000000000000000',
  ])('is known: %s', (text) => {
    expect(isCardNumber(text)).toBe(true);
  });

  it.each([
    ['with a wrong check digit', '4242424242424241'],
    ['with too few digits', '424242424242'],
    ['with too many digits', '42424242424242424242'],
    ['that is a token', 'tok_4242'],
    ['that has something before it', 'pm_4242424242424242'],
    ['that is empty', ''],
    ['that is a UUID', '0197a1b2-0000-7000-8000-000000000001'],
  ])('is no text %s', (_what, text) => {
    expect(isCardNumber(text)).toBe(false);
  });

  it.each(['4242424242424242', '4242 4242 4242 4242', '378282246310005', '4222222222222', '6304000000000000000'])(
    'is none any more when it has been truncated, and is known as that: %s',
    (text) => {
      const kept = truncatedCardNumber(text, '*');
      expect([isCardNumber(kept), isTruncatedCardNumber(kept), kept.length]).toEqual([false, true, text.length]);
      expect(isTruncatedCardNumber(text)).toBe(false);
    },
  );

  it('is taken out of a sentence, and nothing else is', () => {
    expect(withoutCardNumbers('got 4242 4242 4242 4242 at "token", 4242424242424241 and 12')).toBe(
      'got [card number] at "token", 4242424242424241 and 12',
    );
  });
});
