// Our own errors: a module and a name. Their sentences hold ids, never what is personal.
const ownCode = /^[A-Z]+\.[A-Z_]+$/;

/**
 * What an error is to a dead letter's reader. Another's is named without its text: a database's or a library's message may quote
 * what is personal.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'An exception that is no error was thrown';
  if (!('code' in error) || typeof error.code !== 'string') return error.name;
  return ownCode.test(error.code) ? `${error.code}: ${error.message}` : `${error.name} (${error.code})`;
}
