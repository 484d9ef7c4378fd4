import { expect, it } from '@jest/globals';
import { assertNever } from '../../src/kernel/assert-never.js';

it('names an unhandled case without choking on a bigint', () => {
  const value = { minor: 1n } as never;
  expect(() => assertNever(value)).toThrow(expect.objectContaining({ message: 'Unhandled case', cause: value }));
});
