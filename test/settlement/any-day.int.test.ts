import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Paid } from './payments-on-paper.js';
import { strange, type Written } from './settlement-under-test.js';
import { SettlementTest } from './use-settlement.js';

let test: SettlementTest;
beforeAll(async () => {
  test = await SettlementTest.create();
});
afterAll(() => test.drop());

type Thing = Paid & {
  readonly category: NonNullable<Written['category']>;
  /** Of disputes, which go both ways and have fees of their own. */
  readonly line?: Pick<Written, 'gross' | 'fee'>;
};

/** What happens in a week or two: money moves, and lines come that are right, wrong, early, late, twice or of nobody. */
class Weeks {
  readonly days = new Set<string>();
  private readonly things: Thing[] = [];
  private readonly forgotten: Thing[] = [];
  private waiting: Written[] = [];
  private lines = 0;

  async step(choice: number, which: number, amount: number): Promise<void> {
    this.days.add(test.settlement.today);
    const minor = BigInt(1 + (amount % 50_000));
    const thing = this.things[which % Math.max(this.things.length, 1)];
    const steps = [
      () => this.capture(minor, which),
      () => this.capture(minor, which),
      () => thing && this.refund(thing, minor),
      () => thing && this.dispute(thing, minor),
      () => thing && this.say(thing, {}),
      () => thing && this.say(thing, {}),
      () => thing && this.say(thing, this.wrong(thing, which)),
      () =>
        this.say(
          { ...strange(`x${which}`, minor, 'USD' as never), category: 'adjustment' },
          { fee: BigInt(amount % 9) },
        ),
      () => this.remember(),
      () => this.deliver(),
      () => test.settlement.nextDay(1 + (amount % 3)),
    ];
    await steps[choice % steps.length]?.();
  }

  async end(): Promise<void> {
    await this.deliver();
    while (this.forgotten.length > 0) await this.remember();
    await test.settlement.reconciler.run();
    this.days.add(test.settlement.today);
  }

  private async capture(minor: bigint, which: number): Promise<void> {
    const currency = ['USD', 'KWD', 'JPY'][which % 3] ?? 'USD';
    const paid: Thing = {
      ...(await test.payments.capture(minor, { currency, fee: minor / 30n })),
      category: 'capture',
    };
    this.things.push(paid);
    if (which % 5 !== 0) return;
    await test.payments.forget(paid);
    this.forgotten.push(paid);
  }

  private async refund(thing: Thing, minor: bigint): Promise<void> {
    const already = this.things.some(({ orderId, category }) => orderId === thing.orderId && category === 'refund');
    if (already || minor > thing.amount.minor) return;
    const refund = await test.payments.refund(thing, minor);
    this.things.push({ ...refund, category: 'refund' });
    if (minor % 3n !== 0n) return;
    await test.payments.failRefund(refund);
    this.things.push({ ...refund, category: 'refund_failure' });
  }

  private async dispute(thing: Thing, minor: bigint): Promise<void> {
    const already = this.things.some(({ orderId, category }) => orderId === thing.orderId && category === 'dispute');
    if (already || thing.category !== 'capture' || minor > thing.amount.minor) return;
    const [fee, back] = [minor % 1_500n, minor % 2n === 0n ? 0n : minor % 1_500n];
    const dispute = await test.payments.dispute(thing, minor, fee);
    this.things.push({ ...dispute, category: 'dispute', line: { gross: -minor, fee } });
    if (minor % 3n !== 0n) return;
    await test.payments.win(dispute, back);
    this.things.push({ ...dispute, category: 'dispute', line: { gross: minor, fee: -back } });
  }

  private wrong({ amount, category }: Thing, which: number): Partial<Written> {
    const sign = category === 'refund' ? -1n : 1n;
    const wrongs: readonly Partial<Written>[] = [
      { gross: sign * amount.minor + 1n },
      { fee: 7n },
      { currency: (amount.currency === 'USD' ? 'EUR' : 'USD') as never },
      { gross: -sign * amount.minor },
    ];
    return wrongs[which % wrongs.length] ?? {};
  }

  private say(
    { category, line, ...of }: Pick<Thing, 'reference' | 'amount' | 'category' | 'line'>,
    said: Partial<Written>,
  ): void {
    const fee = category === 'capture' ? of.amount.minor / 30n : 0n;
    this.waiting.push({
      id: `${test.settlement.clock.now().getTime()}-${(this.lines += 1)}`,
      of,
      category,
      fee,
      ...line,
      ...said,
    });
  }

  private async remember(): Promise<void> {
    const [thing] = this.forgotten.splice(0, 1);
    if (thing !== undefined) await test.payments.remember(thing);
  }

  private async deliver(): Promise<void> {
    const lines = this.waiting;
    this.waiting = [];
    await test.settlement.importFile(...lines);
    await test.settlement.importFile(...lines);
  }
}

const faultsSql = `
  select 'a line in suspense without one open break' as fault, l.line_id from payout_lines l
  where l.status = 'unexplained' and 1 <> (select count(*) from settlement_breaks b
    where (b.gateway, b.line_id) = (l.gateway, l.line_id) and b.resolved_at is null)
  union all
  select 'two lines settled one thing', min(line_id) from payout_lines where status = 'matched'
  group by order_id, operation_id, category, category = 'dispute' and gross_minor < 0 having count(*) > 1
  union all
  select 'what is right is in suspense', l.line_id from payout_lines l join settlement_breaks b using (gateway, line_id)
  where l.status = 'unexplained' and b.resolved_at is null and b.kind <> 'duplicate'
    and (b.expected_minor, b.expected_currency) = (b.found_minor, b.found_currency)
  union all
  select 'a break of a line that there is', b.break_id::text from settlement_breaks b join payout_lines l using (operation_id)
  where b.line_id is null and b.resolved_at is null and b.kind in ('late', 'missing_at_psp') and l.category = 'capture'
    and b.reference = l.reference
  union all
  select 'the bank holds something else than lines brought', currency from
    (select currency, sum(debits_posted - credits_posted) as bank from ledger_balances where account = 'bank' group by 1) b
    full join (select currency, sum(net_minor) as lines from payout_lines group by 1) l using (currency)
  where coalesce(bank, 0) <> coalesce(lines, 0)`;

it('adds up on every day, whatever payouts told of whatever payments, and leaves nothing in suspense that is right', async () => {
  const seen = new Set<string>();
  const step = fc.tuple(fc.nat(), fc.nat(), fc.nat());
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50, size: 'max' }), async (steps) => {
      const weeks = new Weeks();
      for (const [choice, which, amount] of steps) await weeks.step(choice, which, amount);
      await weeks.end();
      expect((await test.ledger.query(faultsSql)).rows).toEqual([]);
      for (const date of weeks.days) {
        const { currencies, breaks } = await test.settlement.report(date);
        expect(currencies.filter(({ difference }) => difference !== 0n)).toEqual([]);
        for (const { kind } of breaks) seen.add(kind);
      }
      expect(await test.ledger.verify()).toEqual([]);
      test.settlement.nextDay();
    }),
    { numRuns: 40, endOnFailure: true },
  );
  const kinds = [
    'amount_diff',
    'currency_diff',
    'duplicate',
    'fee_diff',
    'late',
    'missing_at_psp',
    'missing_in_ledger',
  ];
  expect([...seen].sort()).toEqual(kinds);
});
