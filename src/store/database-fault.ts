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

/** The SQLSTATE behind an error of Prisma's raw queries, null where the server never answered. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code = (error as DriverFault).meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

const isFromClient = (error: Error): boolean =>
  error.name !== 'PrismaClientValidationError' &&
  (error.name.startsWith('PrismaClient') || error.name === 'DriverAdapterError');

// Node's own word for a connection that failed: ECONNREFUSED, EPIPE and the like.
const isSystemError = (error: Error): boolean => 'syscall' in error && 'code' in error;

export function blame(error: unknown): Blame {
  const sqlState = sqlStateOf(error);
  if (sqlState !== null) return inputClasses.has(sqlState.slice(0, 2)) ? 'input' : 'database';
  return error instanceof Error && (isFromClient(error) || isSystemError(error)) ? 'database' : 'input';
}
