import pg from 'pg';

/** Data exception, integrity violation, limit exceeded: SQLSTATE classes that blame what was sent, not the server's state. */
const OWN_FAULT = new Set(['22', '23', '54']);

export function isOwnFault(error: unknown): boolean {
  return error instanceof pg.DatabaseError && OWN_FAULT.has(error.code?.slice(0, 2) ?? '');
}
