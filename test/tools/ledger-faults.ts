import type pg from 'pg';
import {
  type Ask,
  beginning,
  type LedgerFault,
  type LedgerPlace,
  type VerifiedLedger,
  verifyFrom,
} from '../../src/queries/ledger/verify-ledger.js';

/** What breaks a rule of the ledger, asked for part by part. */
export async function everyLedgerFault(
  verify: (place: LedgerPlace) => Promise<VerifiedLedger>,
): Promise<readonly LedgerFault[]> {
  const found: LedgerFault[] = [];
  for (let place: LedgerPlace | null = beginning; place !== null;) {
    const { faults, next }: VerifiedLedger = await verify(place);
    found.push(...faults);
    place = next;
  }
  return found;
}

/** @throws with everything that breaks a rule of the ledger in this database */
export async function mustKeepItsBooks(sql: pg.Pool): Promise<void> {
  const ask: Ask = async <Row>(text: string, ...values: readonly (string | number)[]) => {
    const { rows } = await sql.query(text, [...values]);
    return rows as readonly Row[];
  };
  const faults = await everyLedgerFault((place) => verifyFrom(place, ask));
  if (faults.length > 0) throw new Error(`The test has left books that break their rules: ${JSON.stringify(faults)}`);
}
