import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerTables } from '../ledger/ledger-tables.js';
import { paymentsOfEveryFate } from '../ledger/payments-of-every-fate.js';
import { runFinance } from './finance-command.js';

let tables: LedgerTables;
const payments = paymentsOfEveryFate();

beforeAll(async () => {
  tables = await LedgerTables.create();
  for (const life of Object.values(payments)) await tables.write(life);
});
afterAll(() => tables.drop());

const verify = (...args: readonly string[]) =>
  runFinance({ DATABASE_URL: tables.database.url }, 'ledger', 'verify', ...args);

describe('finance ledger verify', () => {
  it('ends with 0 where the books are right, with 5 and each fault where they are not', async () => {
    const sound = await verify();
    expect(sound).toMatchObject({ code: 0, stdout: '' });
    expect(sound.stderr).toMatch(/^12 rules verified in [\d.]+ s: 0 faults\.\n$/);

    const { orderId } = payments.held;
    await tables.query(
      'update payment_amounts set authorized_minor = authorized_minor + 1 where order_id = $1',
      orderId,
    );
    const of = (authorized: number) =>
      `authorized ${authorized}, held 42, captured 0, settled 0, refunding 0, refunded 0, charged back 0`;
    const faulty = await verify();
    expect(faulty).toMatchObject({ code: 5, stdout: `L10 ${orderId} USD: ${of(42)}; should be: ${of(43)}\n` });
    expect(faulty.stderr).toMatch(
      /^L10: the money of every order is what its payment says\.\n12 rules .* 1 faults\.\n$/,
    );

    const forPrograms = await verify('--json');
    expect(forPrograms.code).toBe(5);
    expect(forPrograms.records()).toEqual([{ rule: 'L10', orderId, subject: 'USD', is: of(42), shouldBe: of(43) }]);
  });
});
