/** The ledger's rules, each with what must hold. */
export const ledgerRules = {
  L1: 'the debits of every transfer are its credits',
  L2: 'all balances of a currency sum to zero, pending and posted apart',
  L3: 'every amount is more than zero',
  L4: 'no entry can be changed or deleted',
  L5: 'an operation is posted once for a purpose',
  L6: 'no more is captured than was authorized',
  L7: 'no more is refunded than was captured, and nothing that was not requested',
  L8: 'no hold outlives its expiry',
  L9: 'both sides of a hold are the same, and never give back more than it holds',
  L10: 'the money of every order is what its payment says',
  L11: 'the gateway owes what was captured, less what was settled, refunded and charged back',
  L12: 'every balance is the sum of its entries',
} as const;

export type LedgerRule = keyof typeof ledgerRules;
/** Rules that one order can break, whatever the others hold. */
type OrderRule = Exclude<LedgerRule, 'L2' | 'L4' | 'L11'>;

const sum = (where: string, what = 'amount_minor'): string => `coalesce(sum(${what}) filter (where ${where}), 0)`;

/** Debits less credits of the gateway's account that facts of these kinds made. */
const clearing = (...purposes: readonly string[]): string => {
  const of = `account = 'psp_clearing' and purpose in (${purposes.map((purpose) => `'${purpose}'`).join(', ')})`;
  return `(${sum(`${of} and side = 'debit'`)} - ${sum(`${of} and side = 'credit'`)})`;
};

// What a row reserves, or gives back of what was reserved, and what it moves.
const reserved = `case phase when 'pending' then amount_minor when 'posted' then 0 else -amount_minor end`;
const moved = `case when phase in ('posted', 'post') then amount_minor else 0 end`;

const holdOf = (what: string): string => `
  sum(${what}) filter (where account = 'auth_hold_asset' and side = 'debit') as asset_${what},
  sum(${what}) filter (where account = 'auth_hold_contra' and side = 'credit') as contra_${what}`;

const holds = `
  select order_id, hold_operation_id, currency, min(expires_at) as expires_at, ${holdOf('reserved')}, ${holdOf('moved')}
  from (select *, ${reserved} as reserved, ${moved} as moved from entries where hold_operation_id is not null) effects
  group by order_id, hold_operation_id, currency`;

const refundsPayable = (side: string, purpose: string): string =>
  sum(`account = 'refunds_payable' and side = '${side}' and purpose = '${purpose}'`);

const amounts = {
  authorized: sum(`account = 'auth_hold_asset' and phase = 'pending'`),
  held: sum(`account = 'auth_hold_asset'`, reserved),
  captured: clearing('Captured'),
  settled: `-${clearing('Settled', 'DeductionSettled', 'ReturnSettled')}`,
  refunding: `(${sum(`account = 'refunds_payable' and side = 'credit'`)} - ${sum(`account = 'refunds_payable' and side = 'debit'`)})`,
  refunded: `-${clearing('RefundConfirmed', 'RefundFailed')}`,
  charged_back: `-${clearing('DisputeOpened', 'DisputeWon')}`,
} as const;
const amountNames = Object.keys(amounts);

/** The columns of a balance. */
export const balanceNames = ['debits_pending', 'credits_pending', 'debits_posted', 'credits_posted'] as const;
const summed = (name: (typeof balanceNames)[number]): string =>
  sum(`side = '${name.startsWith('debits') ? 'debit' : 'credit'}'`, name.endsWith('pending') ? reserved : moved);

/** Named amounts as one text, `held 0, captured 4250`. */
const listed = (names: readonly string[], column: (name: string) => string): string =>
  names.map((name) => `'${name.replaceAll('_', ' ')} ' || coalesce(${column(name)}, 0)`).join(` || ', ' || `);

const differ = (names: readonly string[], left: (name: string) => string, right: (name: string) => string): string =>
  names.map((name) => `coalesce(${left(name)}, 0) <> coalesce(${right(name)}, 0)`).join(' or ');

/**
 * Each a question to `entries`, `balances` and `amounts`, the rows of some orders, that returns what breaks the rule: `orderId`,
 * `subject`, `is` and `shouldBe`. Amounts are in minor units.
 */
const orderRules: Readonly<Record<OrderRule, string>> = {
  L1: `
    select order_id as "orderId", 'transfer ' || transfer || ' of ' || purpose || ' ' || operation_id || ', ' || currency as subject,
      'debits ' || debits || ', credits ' || credits as is, 'the same' as "shouldBe"
    from (select order_id, operation_id, purpose, transfer, currency,
        ${sum(`side = 'debit'`)} as debits, ${sum(`side = 'credit'`)} as credits
      from entries group by order_id, operation_id, purpose, transfer, currency) t
    where debits <> credits`,
  L3: `
    select order_id as "orderId", side || ' of transfer ' || transfer || ' of ' || purpose || ' ' || operation_id as subject,
      'amount ' || amount_minor as is, 'more than 0' as "shouldBe"
    from entries where amount_minor <= 0`,
  // Within an order. Across orders `repeatedOperations` asks it.
  L5: `
    select order_id as "orderId", purpose || ' ' || operation_id as subject,
      count(*) || ' entries' as is, count(distinct (transfer, side)) || ' entries' as "shouldBe"
    from entries group by order_id, operation_id, purpose having count(*) > count(distinct (transfer, side))`,
  L6: `
    select order_id as "orderId", currency as subject, 'captured ' || captured as is, 'at most ' || authorized as "shouldBe"
    from (select order_id, currency, ${amounts.authorized} as authorized, ${amounts.captured} as captured
      from entries group by order_id, currency) t
    where captured > authorized`,
  L7: `
    select order_id as "orderId", currency as subject, 'requested ' || requested || ', paid back ' || refunded as is,
      'at most ' || captured || ', and no more paid back than requested' as "shouldBe"
    from (select order_id, currency, ${amounts.captured} as captured, ${amounts.refunded} as refunded,
        ${refundsPayable('credit', 'RefundRequested')} - ${refundsPayable('debit', 'RefundAbandoned')} as requested
      from entries group by order_id, currency) t
    where requested > captured or refunded > requested`,
  // Not where people have been called, nor where the gateway is being asked: then what became of the hold isn't known, and the books
  // keep it until it is. Asking always ends, in an answer or in a review.
  L8: `
    select order_id as "orderId", 'hold ' || hold_operation_id || ', ' || currency as subject,
      'holds ' || asset_reserved || ', expired at ' || expires_at as is, 'given back' as "shouldBe"
    from (${holds}) t
    where asset_reserved > 0 and expires_at < now()
      and not exists (select from payments p where p.order_id = t.order_id and p.status = 'NeedsReview')
      and not exists (select from gateway_tasks g where g.order_id = t.order_id)`,
  L9: `
    select order_id as "orderId", 'hold ' || hold_operation_id || ', ' || currency as subject,
      'held ' || coalesce(asset_reserved, 0) || ' and ' || coalesce(contra_reserved, 0) || ', captured ' || coalesce(asset_moved, 0) || ' and ' || coalesce(contra_moved, 0) as is,
      'the same, and not below 0' as "shouldBe"
    from (${holds}) t
    where asset_reserved is distinct from contra_reserved or asset_moved is distinct from contra_moved or asset_reserved < 0`,
  L10: `
    select order_id as "orderId", currency as subject,
      ${listed(amountNames, (name) => `t.${name}`)} as is, ${listed(amountNames, (name) => `p.${name}_minor`)} as "shouldBe"
    from (select order_id, currency, ${Object.entries(amounts)
      .map(([name, of]) => `${of} as ${name}`)
      .join(', ')}
      from entries group by order_id, currency) t
    full join amounts p using (order_id, currency)
    where ${differ(
      amountNames,
      (name) => `t.${name}`,
      (name) => `p.${name}_minor`,
    )}`,
  L12: `
    select order_id as "orderId", account || ', ' || currency as subject,
      ${listed(balanceNames, (name) => `b.${name}`)} as is, ${listed(balanceNames, (name) => `t.${name}`)} as "shouldBe"
    from (select order_id, account, currency, ${balanceNames.map((name) => `${summed(name)} as ${name}`).join(', ')}
      from entries group by order_id, account, currency) t
    full join balances b using (order_id, account, currency)
    where ${differ(
      balanceNames,
      (name) => `b.${name}`,
      (name) => `t.${name}`,
    )}`,
};

/** Which orders: `$1` is the first, and `$2` the first that isn't meant any more, or none of it up to the last one. */
export type Range = 'bounded' | 'rest';

const within = (range: Range, what = 'order_id'): string =>
  range === 'bounded' ? `${what} >= $1::uuid and ${what} < $2::uuid` : `${what} >= $1::uuid`;

/**
 * What breaks a rule among the orders of a range. One statement, which is one snapshot that holds all that the rules compare of
 * an order: one that is being written is seen whole, before or after.
 */
export const faultsOfOrders = (range: Range): string => `
  with entries as materialized (select * from ledger_entries where ${within(range)}),
    balances as materialized (select * from ledger_balances where ${within(range)}),
    amounts as materialized (select * from payment_amounts where ${within(range)})
  select * from (
    ${Object.entries(orderRules)
      .map(([rule, of]) => `select '${rule}' as rule, t.* from (${of}) t`)
      .join(' union all ')}) found
  order by "orderId", length(rule), rule, subject`;

/** What L2 and L11 compare, added up over the orders of a range: a row for each currency. In one snapshot, too. */
export const sumsOfOrders = (range: Range): string => `
  select currency, ${[...balanceNames, 'owed', 'due'].map((name) => `coalesce(${name}, 0)::text as ${name}`).join(', ')}
  from (select currency, ${balanceNames.map((name) => `sum(${name}) as ${name}`).join(', ')},
      sum(debits_posted - credits_posted) filter (where account = 'psp_clearing') as owed
    from ledger_balances where ${within(range)} group by currency) b
  full join (select currency, sum(captured_minor - settled_minor - refunded_minor - charged_back_minor) as due
    from payment_amounts where ${within(range)} group by currency) p using (currency)`;

// A posting's first debit stands for it: what has none breaks L1.
const posting = `transfer = 1 and side = 'debit'`;

/** L5 across orders: operations of a range that several orders have posted for one purpose. No key forbids it. */
export const repeatedOperations = (range: Range): string => `
  select 'L5' as rule, min(order_id::text) as "orderId", purpose || ' ' || operation_id as subject,
    'of ' || count(distinct order_id) || ' orders' as is, 'of 1 order' as "shouldBe"
  from ledger_entries where ${posting} and ${within(range, 'operation_id')}
  group by operation_id, purpose having count(distinct order_id) > 1
  order by subject`;

const after = (table: string, key: string, where = 'true'): string =>
  `(select ${key} from ${table} where ${where} and ${key} > $1::uuid order by ${key} offset $2::int limit 1)`;

/** Where the range ends that begins at `$1`, so that it has some `$2` rows of a table at most; null where the rest are no more. */
export const endOfOrders = `
  select least(${['ledger_entries', 'ledger_balances', 'payment_amounts'].map((table) => after(table, 'order_id')).join(', ')}) as end`;
export const endOfOperations = `select ${after('ledger_entries', 'operation_id', posting)} as end`;

/**
 * L4, asked of the catalogue. Of a trigger's type: bits 2 before, 8 delete, 16 update, 32 truncate; `A` is enabled in every session.
 */
export const waysToChange = `
  select 'L4' as rule, null as "orderId", 'trigger ledger_entries_append_only' as subject, 'absent or disabled' as is,
    'enabled always' as "shouldBe"
  where not exists (select from pg_trigger
    where tgrelid = 'ledger_entries'::regclass and tgfoid = 'ledger_refuse_change'::regproc and tgenabled = 'A' and tgtype & 58 = 58)
  union all
  select 'L4', null, 'ledger_entries',
    'may be changed: ' || privilege_type || ' by ' || case grantee when 0 then 'everybody' else grantee::regrole::text end, 'not'
  from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner)))
  where c.oid = 'ledger_entries'::regclass and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
  order by 3, 4`;
