/** An error as Prisma's raw queries throw it: the server's SQLSTATE where the store looks for it. */
class SqlFault extends Error {
  readonly meta: { readonly driverAdapterError: { readonly cause: { readonly originalCode: string } } };
  constructor(sqlState: string) {
    super(`Raw query failed. Code: ${sqlState}`);
    this.meta = { driverAdapterError: { cause: { originalCode: sqlState } } };
  }
}

export const serializationFailure = (): Error => new SqlFault('40001');
export const deadlock = (): Error => new SqlFault('40P01');
export const checkViolation = (): Error => new SqlFault('23514');
export const notNullViolation = (): Error => new SqlFault('23502');
export const uniqueViolation = (): Error => new SqlFault('23505');
export const untranslatableCharacter = (): Error => new SqlFault('22P05');
/** What node-postgres says when the server has gone: no code, and no word on the statement's fate. */
export const connectionLost = (): Error => new Error('Connection terminated unexpectedly');
export const silence = (): Error => new Error('Query read timeout');
