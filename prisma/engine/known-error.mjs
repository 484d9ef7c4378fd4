// @ts-check

/** @import { DatabaseTarget } from './database-url.mjs' */

/** A failure that Prisma documents under a code of its own: the CLI prints the code and reacts to it. */
export class KnownError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, { cause });
    this.name = 'KnownError';
    this.code = code;
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ECONNRESET',
  'ENOENT',
  'EACCES',
]);

/**
 * Names a failed connection as the native engine does.
 * @param {unknown} failure
 * @param {DatabaseTarget} target
 * @returns {unknown} a KnownError where Prisma has a code for it, else the failure itself
 */
export function connectionError(failure, target) {
  // By shape: a test runner's sandbox has an Error class of its own.
  if (typeof failure !== 'object' || failure === null || !('message' in failure)) return failure;
  const code = 'code' in failure ? String(failure.code) : undefined;
  const reason = String(failure.message);
  // The driver gives no code to the two failures of its own: a time-out, and a server that wants a password where the URL has none.
  if (code === undefined ? !reason.startsWith('SASL') : UNREACHABLE.has(code)) {
    return new KnownError(
      'P1001',
      `Can't reach database server at \`${target.host}\`\n\nPlease make sure your database server is running at \`${target.host}\`.`,
      failure,
    );
  }
  switch (code) {
    case undefined:
    case '28P01':
      return new KnownError(
        'P1000',
        `Authentication failed against database server, the provided database credentials for \`${target.user}\` are not valid.\n\nPlease make sure to provide valid database credentials for the database server at \`${target.host}\`.`,
        failure,
      );
    case '3D000':
      return new KnownError('P1003', `Database \`${target.database}\` does not exist`, failure);
    case '28000':
    case '42501':
      return new KnownError(
        'P1010',
        `User \`${target.user}\` was denied access on the database \`${target.database}\`: ${reason}`,
        failure,
      );
    // 23505 on pg_database: somebody else is creating it at this very moment.
    case '23505':
    case '42P04':
      return new KnownError('P1009', `Database \`${target.database}\` already exists on the database server`, failure);
    default:
      return failure;
  }
}
