import pg from 'pg';
import { UnfitValue } from '../platform/prisma/unfit-value.js';

/**
 * Whose fault a failed statement is. `input`: the rows that we sent, so that splitting the batch finds the culprit.
 * `database`: out of reach, restarting, deadlocked, out of space: the same rows will go in later.
 */
export type Blame = 'input' | 'database';

// SQLSTATE classes 22 data exception, 23 integrity violation, 54 program limit exceeded.
const inputClasses: ReadonlySet<string> = new Set(['22', '23', '54']);

type DriverFault = {
  readonly name: string;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
};

/** The SQLSTATE behind an error of the driver or of Prisma's raw queries, null where the server never answered. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code =
    error instanceof pg.DatabaseError
      ? error.code
      : (error as DriverFault).meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

// What our own code says of rows that it can't read, and what JavaScript says of a bug in building a statement.
const isOurs = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof UnfitValue ||
  (error instanceof Error && (error.name === 'PrismaClientValidationError' || hasOwnCode(error)));

const hasOwnCode = (error: Error): boolean =>
  'code' in error && typeof error.code === 'string' && /^(KERNEL|ORDER|PAYMENT)\./.test(error.code);

/**
 * Asked of what a read or a write of the tables threw. Without the server's own word the rows are innocent: a connection that
 * is closed under a statement comes as a plain Error, without a code, whose text is nobody's contract.
 */
export function blame(error: unknown): Blame {
  const sqlState = sqlStateOf(error);
  if (sqlState !== null) return inputClasses.has(sqlState.slice(0, 2)) ? 'input' : 'database';
  return isOurs(error) ? 'input' : 'database';
}
