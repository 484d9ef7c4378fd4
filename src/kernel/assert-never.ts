/**
 * Closes a switch: the compiler refuses the call while a case is missing.
 * The value travels as the error's cause, since JSON.stringify would throw on a bigint.
 */
export function assertNever(value: never): never {
  throw new Error('Unhandled case', { cause: value });
}
