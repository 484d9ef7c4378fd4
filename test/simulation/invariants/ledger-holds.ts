import type { OrderId } from '../../../src/kernel/ids.js';
import { type Account, balance } from '../../../src/ledger/account.js';
import type { Entry } from '../../../src/ledger/entry.js';
import { dateOf } from '../ports/process-clock.js';
import { add, balanceKey, effectOf } from '../store/ledger-tables.js';
import type { AmountsRow, BalanceRow } from '../store/payment-rows.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

type Rule = (world: World) => readonly string[];

/** Entries in groups, by what they have in common. */
function groups(entries: Iterable<Entry>, by: (entry: Entry) => string): ReadonlyMap<string, readonly Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = found.get(by(entry));
    if (group === undefined) found.set(by(entry), [entry]);
    else group.push(entry);
  }
  return found;
}

const entriesOf = ({ store }: World): Iterable<Entry> => store.money.entries.values();
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
const amountOf = (entries: readonly Entry[]): bigint => sum(entries.map(({ amount }) => amount.minor));
const ofSide = (entries: readonly Entry[], side: Entry['side']): bigint =>
  amountOf(entries.filter((entry) => entry.side === side));

/** Debits less credits of an account, of facts of these kinds; of all without any. */
function net(entries: readonly Entry[], account: Account, purposes: readonly Entry['purpose'][] = []): bigint {
  const own = entries.filter(
    (entry) => entry.account === account && (purposes.length === 0 || purposes.includes(entry.purpose)),
  );
  return ofSide(own, 'debit') - ofSide(own, 'credit');
}

const broken = (rule: string, of: string, isBroken: boolean): readonly string[] =>
  isBroken ? [`${rule} of ${of}`] : [];

const L1: Rule = (world) =>
  [
    ...groups(
      entriesOf(world),
      ({ operationId, purpose, transfer, amount }) => `${operationId} ${purpose} ${transfer} ${amount.currency}`,
    ),
  ].flatMap(([name, rows]) => broken('L1', name, ofSide(rows, 'debit') !== ofSide(rows, 'credit')));

const L2: Rule = ({ store }) => {
  const rows = [...store.money.balances.values()];
  const total = (of: (row: BalanceRow) => bigint) => sum(rows.map(of));
  return broken(
    'L2',
    'the books',
    total((row) => row.debitsPosted) !== total((row) => row.creditsPosted) ||
      total((row) => row.debitsPending) !== total((row) => row.creditsPending),
  );
};

const L3: Rule = (world) =>
  [...entriesOf(world)].flatMap((entry) => broken('L3', entry.operationId, entry.amount.minor <= 0n));

const L5: Rule = (world) =>
  [...groups(entriesOf(world), ({ operationId, purpose }) => `${operationId} ${purpose}`)].flatMap(([name, rows]) =>
    broken('L5', name, new Set(rows.map(({ transfer, side }) => `${transfer} ${side}`)).size < rows.length),
  );

const byOrder = (world: World) => groups(entriesOf(world), ({ orderId }) => orderId);
const captured = (rows: readonly Entry[]): bigint => net(rows, 'psp_clearing', ['Captured']);
const paidBack = (rows: readonly Entry[]): bigint => -net(rows, 'psp_clearing', ['RefundConfirmed', 'RefundFailed']);
const authorized = (rows: readonly Entry[]): bigint =>
  amountOf(rows.filter(({ account, phase }) => account === 'auth_hold_asset' && phase === 'pending'));

const L6: Rule = (world) =>
  [...byOrder(world)].flatMap(([order, rows]) => broken('L6', order, captured(rows) > authorized(rows)));

const L7: Rule = (world) =>
  [...byOrder(world)].flatMap(([order, rows]) => {
    const requested = -net(rows, 'refunds_payable', ['RefundRequested', 'RefundAbandoned']);
    return broken('L7', order, requested > captured(rows) || paidBack(rows) > requested);
  });

const heldIn = (rows: readonly Entry[], side: 'debit' | 'credit'): bigint =>
  sum(rows.filter((row) => row.side === side).map((row) => effectOf(row)[`${side}sPending`]));

const holds = (world: World) =>
  groups(
    [...entriesOf(world)].filter(({ hold }) => hold !== null),
    ({ orderId, hold }) => `${orderId} ${String(hold)}`,
  );

/** Of a payment that people look at, the hold stays as unknown as what it was for. */
const L8: Rule = (world) =>
  [...holds(world)].flatMap(([name, rows]) => {
    if (rows.some(({ orderId }) => isReviewed(world, orderId))) return [];
    const ends = rows.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt.getTime()]));
    return broken('L8', name, heldIn(rows, 'debit') > 0n && Math.min(...ends) < dateOf(world.store.now).getTime());
  });

const L9: Rule = (world) =>
  [...holds(world)].flatMap(([name, rows]) =>
    broken('L9', name, heldIn(rows, 'debit') !== heldIn(rows, 'credit') || heldIn(rows, 'debit') < 0n),
  );

/** What the ledger says of an order, in the columns of its amounts. */
const amountsIn = (rows: readonly Entry[]): Omit<AmountsRow, 'currency'> => ({
  authorized: authorized(rows),
  held: heldIn(
    rows.filter(({ account }) => account === 'auth_hold_asset'),
    'debit',
  ),
  captured: captured(rows),
  settled: -net(rows, 'psp_clearing', ['Settled', 'DeductionSettled', 'ReturnSettled']),
  refunding: -net(rows, 'refunds_payable'),
  refunded: paidBack(rows),
  chargedBack: -net(rows, 'psp_clearing', ['DisputeOpened', 'DisputeWon']),
});

const L10: Rule = (world) => {
  const ledger = byOrder(world);
  return [...world.store.money.amounts].flatMap(([order, { currency: _currency, ...amounts }]) => {
    const booked = amountsIn(ledger.get(order) ?? []);
    const names = Object.keys(booked) as readonly (keyof typeof booked)[];
    return broken(
      'L10',
      order,
      names.some((name) => booked[name] !== amounts[name]),
    );
  });
};

const isReviewed = ({ store }: World, orderId: OrderId): boolean =>
  store.money.payments.get(orderId)?.status === 'NeedsReview';

/** Against the gateway's own books: what it owes us of the payments that nobody has to look at. */
const L11: Rule = (world) => {
  const { store, payments } = world;
  if (payments === null) return [];
  return [...store.money.payments.values()]
    .filter(({ orderId }) => !isReviewed(world, orderId))
    .flatMap(({ orderId }) => {
      const rows = [...store.money.balances.values()].filter(
        (row) => row.orderId === orderId && row.account === 'psp_clearing',
      );
      const owed = sum(
        rows.map(({ account, debitsPosted, creditsPosted }) =>
          balance(account, { debit: debitsPosted, credit: creditsPosted }),
        ),
      );
      const { captured: taken, refunded, chargedBack } = payments.gateway.books.truthOf(orderId);
      return broken('L11', orderId, owed !== taken - refunded - chargedBack);
    });
};

const L12: Rule = (world) => {
  const sums = new Map<string, BalanceRow>();
  for (const entry of entriesOf(world)) sums.set(balanceKey(entry), add(sums.get(balanceKey(entry)), entry));
  const columns = ['debitsPending', 'creditsPending', 'debitsPosted', 'creditsPosted'] as const;
  const keys = new Set([...sums.keys(), ...world.store.money.balances.keys()]);
  return [...keys].flatMap((key) => {
    const [is, shouldBe] = [world.store.money.balances.get(key), sums.get(key)];
    return broken(
      'L12',
      key,
      columns.some((name) => is?.[name] !== shouldBe?.[name]),
    );
  });
};

// L4, that no entry is ever changed, is a trigger's: these tables have no way to change one.
const rules: readonly Rule[] = [L1, L2, L3, L5, L6, L7, L8, L9, L10, L11, L12];

/** The ledger's rules, as `finance ledger verify` asks them of PostgreSQL; here the gateway's own books are there to compare with. */
export const ledgerHolds: Invariant = {
  name: 'the ledger’s rules hold: L1 to L12',
  check: (world) => rules.flatMap((rule) => rule(world)),
};
