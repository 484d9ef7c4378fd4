import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { LedgerTables } from './ledger-tables.js';
import { PaymentLife } from './payment-life.js';

const life = new PaymentLife(Currency('USD')).make('authorize', 9_000).make('capture some', 5_000);
const { facts, orderId } = life;

let tables: LedgerTables;
beforeAll(async () => {
  tables = await LedgerTables.create();
  await tables.write(life);
});
afterAll(() => tables.drop());

const stored = async () =>
  (await tables.query('select * from ledger_entries order by operation_id, transfer, side')).rows as readonly unknown[];

describe('the ledger', () => {
  it.each(['origin', 'replica'])(
    'refuses every change of what is posted, in a session of the role %s',
    async (role) => {
      const before = await stored();
      await tables.query(`set session_replication_role = ${role}`);
      for (const change of [
        'update ledger_entries set amount_minor = amount_minor + 1',
        'update ledger_entries set recorded_at = now() where false',
        'delete from ledger_entries',
        'truncate ledger_entries',
      ])
        await expect(tables.query(change)).rejects.toMatchObject({ code: '23001' });
      await tables.query('set session_replication_role = origin');
      expect(await stored()).toEqual(before);
    },
  );

  it('refuses a posting that is there already', async () => {
    for (const fact of facts) await expect(tables.post(fact)).rejects.toMatchObject({ code: '23505' });
  });

  it('refuses as a whole a posting that takes more from a hold than it holds', async () => {
    const before = await stored();
    const again = new PaymentLife(Currency('USD')).make('authorize', 9_000).make('void').facts[1];
    if (again?.type !== 'Voided') throw new Error('A payment that was voided ends with it');
    await expect(tables.post({ ...again, orderId })).rejects.toMatchObject({
      code: '23514',
      constraint: 'ledger_balances_not_negative',
    });
    expect(await stored()).toEqual(before);
  });

  it('refuses a transfer between a hold and an account of money', async () => {
    const sql = `insert into ledger_entries (order_id, operation_id, purpose, transfer, side, account, phase, amount_minor, currency)
      values ($1, gen_random_uuid(), 'Captured', 1, 'debit', 'auth_hold_asset', 'posted', 1, 'USD')`;
    await expect(tables.query(sql, orderId)).rejects.toMatchObject({ constraint: 'ledger_entries_holds_apart' });
  });

  it('adds up what each account holds of the order', async () => {
    const { rows } = await tables.query('select * from ledger_balances where order_id = $1 order by account', orderId);
    expect(rows).toMatchObject([
      {
        account: 'auth_hold_asset',
        debits_pending: '0',
        credits_pending: '0',
        debits_posted: '5001',
        credits_posted: '0',
      },
      {
        account: 'auth_hold_contra',
        debits_pending: '0',
        credits_pending: '0',
        debits_posted: '0',
        credits_posted: '5001',
      },
      { account: 'deferred_revenue', debits_posted: '0', credits_posted: '5001' },
      { account: 'psp_clearing', debits_posted: '5001', credits_posted: '0' },
    ]);
  });
});

describe('what a payment says of its money', () => {
  it.each([
    ['more refunds than were captured', 'refunding_minor = captured_minor + 1', 'payment_amounts_within_capture'],
    [
      'more captured than was authorized',
      'captured_minor = authorized_minor + 1',
      'payment_amounts_within_authorization',
    ],
  ])('is refused when it is %s', async (_what, change, constraint) => {
    await expect(
      tables.query(`update payment_amounts set ${change} where order_id = $1`, orderId),
    ).rejects.toMatchObject({
      code: '23514',
      constraint,
    });
  });
});
