import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ledgerRules, type LedgerRule } from '../../src/queries/ledger/invariants.js';
import { lives, unexplained } from './arbitrary-lives.js';
import { LedgerTables } from './ledger-tables.js';
import { type Fate, paymentsOfEveryFate, unexplainedLine } from './payments-of-every-fate.js';

describe('verifying the ledger', () => {
  let tables: LedgerTables;
  beforeAll(async () => {
    tables = await LedgerTables.create();
  });
  afterAll(() => tables.drop());

  it('finds nothing wrong with the postings of whatever legal facts came', async () => {
    await fc.assert(
      fc.asyncProperty(lives, unexplained, async (payments, lines) => {
        for (const life of payments) await tables.write(life);
        for (const line of lines) await tables.post(line);
        expect(await tables.verify()).toEqual([]);
      }),
      { numRuns: 15 },
    );
    const { rows } = await tables.query('select count(distinct purpose)::int as purposes from ledger_entries');
    expect(rows).toEqual([{ purposes: 17 }]);
  });

  it('takes nothing for wrong that is written between two of its parts', async () => {
    const read = () => tables.query('select count(distinct order_id)::int as orders from ledger_entries');
    const { rows: before } = await read();
    let written = 0;
    const writeMore = async () => {
      // As many as there were at first, or the parts would never end.
      if (written >= 60) return;
      for (const life of Object.values(paymentsOfEveryFate())) await tables.write(life);
      await tables.post(unexplainedLine());
      written += 12;
    };
    expect(await tables.faultsInParts(writeMore)).toEqual([]);
    const { rows: after } = await read();
    expect(after).not.toEqual(before);
  });
});

type Corruption = readonly [rule: LedgerRule, sql: string, fate: Fate];

const anAmount = (purpose: string, account: string) =>
  `update ledger_entries set amount_minor = amount_minor + 1 where order_id = $1 and purpose = '${purpose}' and account = '${account}'`;
const aTransfer = (purpose: string, change: string, where = `phase = 'posted'`) =>
  `update ledger_entries set ${change} where order_id = $1 and purpose = '${purpose}' and ${where}`;
const amounts = (change: string) => `update payment_amounts set ${change} where order_id = $1`;
const balances = (change: string) => `update ledger_balances set ${change} where order_id = $1`;

const corruptions: readonly Corruption[] = [
  ['L1', anAmount('Captured', 'psp_clearing'), 'captured'],
  ['L1', anAmount('Authorized', 'auth_hold_contra'), 'held'],
  ['L1', `delete from ledger_entries where order_id = $1 and purpose = 'Settled' and account = 'bank'`, 'settled'],
  ['L1', aTransfer('RefundConfirmed', `currency = 'USD'`, `side = 'debit'`), 'refunded'],
  ['L2', `${balances('debits_posted = debits_posted + 1')} and account = 'bank'`, 'settled'],
  ['L2', `${balances('credits_pending = credits_pending + 1')} and account = 'auth_hold_contra'`, 'held'],
  ['L3', aTransfer('Captured', 'amount_minor = 0'), 'captured'],
  ['L3', aTransfer('DisputeLost', 'amount_minor = -amount_minor'), 'lost'],
  [
    'L5',
    `insert into ledger_entries select * from ledger_entries where order_id = $1 and purpose = 'Captured'`,
    'captured',
  ],
  ['L6', aTransfer('Captured', 'amount_minor = amount_minor * 3'), 'captured'],
  ['L6', `delete from ledger_entries where order_id = $1 and purpose = 'Authorized'`, 'captured'],
  ['L7', aTransfer('RefundRequested', 'amount_minor = amount_minor * 9'), 'settled'],
  ['L7', aTransfer('RefundConfirmed', 'amount_minor = amount_minor + 1'), 'refunded'],
  ['L7', `delete from ledger_entries where order_id = $1 and purpose = 'RefundRequested'`, 'refunded'],
  ['L8', aTransfer('Authorized', `expires_at = now() - interval '1 second'`, `phase = 'pending'`), 'held'],
  ['L9', aTransfer('Authorized', `account = 'auth_hold_asset'`, `side = 'credit'`), 'held'],
  ['L9', aTransfer('Captured', `account = 'auth_hold_asset'`, `phase = 'post' and side = 'credit'`), 'captured'],
  ['L9', aTransfer('Voided', 'amount_minor = amount_minor + 1', 'true'), 'voided'],
  ['L9', aTransfer('Voided', 'hold_operation_id = operation_id', 'true'), 'voided'],
  ['L10', amounts('authorized_minor = authorized_minor + 1'), 'captured'],
  ['L10', amounts('held_minor = held_minor - 1'), 'held'],
  ['L10', amounts('captured_minor = captured_minor - 1'), 'captured'],
  ['L10', amounts('settled_minor = settled_minor - 1'), 'settled'],
  ['L10', amounts('refunding_minor = refunding_minor - 1'), 'settled'],
  ['L10', amounts('refunded_minor = refunded_minor - 1'), 'refunded'],
  ['L10', amounts('charged_back_minor = charged_back_minor - 1'), 'lost'],
  ['L10', amounts(`currency = 'EUR'`), 'captured'],
  ['L10', 'delete from payment_amounts where order_id = $1', 'voided'],
  ['L10', `delete from ledger_entries where order_id = $1 and purpose = 'Voided'`, 'voided'],
  ['L10', 'delete from ledger_entries where order_id = $1', 'held'],
  ['L11', `${balances('debits_posted = debits_posted + 1')} and account = 'psp_clearing'`, 'settled'],
  ['L11', amounts('settled_minor = settled_minor - 1'), 'settled'],
  ['L11', 'delete from payment_amounts where order_id = $1', 'lost'],
  ['L12', `${balances('debits_posted = debits_posted + 1')} and account = 'bank'`, 'settled'],
  ['L12', `delete from ledger_balances where order_id = $1 and account = 'revenue'`, 'settled'],
  ['L12', aTransfer('Captured', 'amount_minor = amount_minor + 1', 'true'), 'captured'],
  ['L12', aTransfer('DisputeLost', `account = 'psp_fees'`, `side = 'debit'`), 'lost'],
];

// What the triggers, checks and keys let pass.
const loosened: readonly (readonly [rule: LedgerRule, sql: string])[] = [
  ['L4', 'alter table ledger_entries disable trigger ledger_entries_append_only'],
  ['L4', 'alter table ledger_entries enable trigger ledger_entries_append_only'],
  ['L4', 'drop trigger ledger_entries_append_only on ledger_entries'],
  ['L4', 'grant update on ledger_entries to current_user'],
  ['L4', 'grant delete on ledger_entries to public'],
  [
    'L5',
    `with copied as (
       insert into ledger_entries
       select (jsonb_populate_record(e, '{"order_id": "019a9b5e-7c1c-7000-8000-000000000001"}')).*
       from ledger_entries e join payment_amounts p using (order_id) where p.held_minor > 0 and e.purpose = 'Authorized'
       returning *)
     insert into payment_amounts (order_id, currency, authorized_minor, held_minor)
     select order_id, currency, amount_minor, amount_minor from copied where side = 'debit'`,
  ],
  [
    'L11',
    `insert into ledger_entries
     select uuid '00000000-0000-0000-0000-000000000000', uuid '019a9b5e-7c1c-7000-8000-0000000000aa', 'LineUnexplained', 1, side, account, 'posted', null::uuid, null::timestamptz, 5, 'USD'
     from (values ('debit', 'psp_clearing'), ('credit', 'suspense')) t (side, account)`,
  ],
];

describe('verifying the ledger names what was changed by hand', () => {
  let tables: LedgerTables;
  const payments = paymentsOfEveryFate();

  beforeAll(async () => {
    tables = await LedgerTables.create();
    for (const life of Object.values(payments)) await tables.write(life);
    await tables.post(unexplainedLine());
    expect(await tables.verify()).toEqual([]);
  });
  afterAll(() => tables.drop());

  it.each(corruptions)('as a fault of %s: %s, %s', async (rule, sql, fate) => {
    const { orderId: corrupted } = payments[fate];
    const faults = await tables.faultsOf(() => tables.corrupt(sql, corrupted));
    expect(faults.map((fault) => fault.rule)).toContain(rule);
    for (const { orderId, is, shouldBe } of faults) {
      expect(is).not.toBe(shouldBe);
      expect([null, corrupted]).toContain(orderId);
    }
  });

  it.each(loosened)('as a fault of %s and of no other: %s', async (rule, sql) => {
    const faults = await tables.faultsOf(() => tables.query(sql));
    expect(faults.map((fault) => fault.rule)).toEqual([rule]);
  });

  const expired = `update ledger_entries set expires_at = now() - interval '1 second' where order_id = $1 and phase = 'pending'`;
  const known = [
    [
      'people look at the payment',
      `insert into payments (order_id, status, version, state) values ($1, 'NeedsReview', 1, '{}')`,
      [],
    ],
    [
      'the gateway is being asked what became of it',
      `insert into gateway_tasks (operation_id, task, number, order_id, due_at) values (gen_random_uuid(), 'look_up', 0, $1, now())`,
      [],
    ],
    [
      'nobody has noticed',
      `insert into payments (order_id, status, version, state) values ($1, 'Authorized', 1, '{}')`,
      ['L8'],
    ],
  ] as const;
  it.each(known)('but a hold that has expired only if nobody knows of it: %s', async (_what, sql, rules) => {
    const { orderId } = payments.held;
    const faults = await tables.faultsOf(async () => {
      await tables.corrupt(expired, orderId);
      await tables.query(sql, orderId);
    });
    expect(faults.map(({ rule }) => rule)).toEqual(rules);
  });

  it('with a corruption for every rule', () => {
    const tried = new Set([...corruptions, ...loosened].map(([rule]) => rule));
    expect([...tried].sort()).toEqual(Object.keys(ledgerRules).sort());
  });
});
