import { afterEach, beforeEach, expect } from '@jest/globals';
import { LedgerTables } from '../ledger/ledger-tables.js';
import { PaymentsOnPaper } from './payments-on-paper.js';
import { SettlementUnderTest } from './settlement-under-test.js';

/** Settlement beside payments on paper, on a database of each test's own. */
export class SettlementTest {
  private constructor(
    readonly ledger: LedgerTables,
    readonly settlement: SettlementUnderTest,
    readonly payments: PaymentsOnPaper,
  ) {}

  static async create(): Promise<SettlementTest> {
    const ledger = await LedgerTables.create();
    const payments: PaymentsOnPaper[] = [];
    const settlement = new SettlementUnderTest(ledger.database.url, (clock) => {
      const paper = new PaymentsOnPaper(ledger, clock);
      payments.push(paper);
      return paper.bus;
    });
    const [paper] = payments;
    if (paper === undefined) throw new Error('Settlement asked for no payments');
    return new SettlementTest(ledger, settlement, paper);
  }

  async drop(): Promise<void> {
    await this.settlement.close();
    await this.ledger.drop();
  }

  /** Every row of every table, by table. */
  async everything(): Promise<Readonly<Record<string, unknown>>> {
    const { rows } = await this.ledger.query(
      `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    const tables: Record<string, unknown> = {};
    for (const { relname } of rows as readonly { readonly relname: string }[])
      tables[relname] = (await this.ledger.query(`select t::text from "${relname}" t order by 1`)).rows;
    return tables;
  }

  /** What must be true after whatever happened: the ledger's rules, and that the bank holds what payout lines brought. */
  async expectSound(): Promise<void> {
    expect(await this.ledger.verify()).toEqual([]);
    const { rows } = await this.ledger.query(`
      select currency, coalesce(bank, 0) as bank, coalesce(lines, 0) as lines from
        (select currency, sum(debits_posted - credits_posted) as bank from ledger_balances where account = 'bank' group by 1) b
        full join (select currency, sum(net_minor) as lines from payout_lines where status <> 'imported' group by 1) l using (currency)
      where coalesce(bank, 0) <> coalesce(lines, 0)`);
    expect(rows).toEqual([]);
    for (const { currency, difference } of (await this.settlement.report()).currencies)
      expect({ currency, difference }).toEqual({ currency, difference: 0n });
  }

  /** What stands in suspense today. */
  async suspenseOf(currency = 'USD'): Promise<bigint | undefined> {
    const { currencies } = await this.settlement.report();
    return currencies.find((one) => one.currency === currency)?.suspenseBalance;
  }
}

/** One for each test of the file. */
export function useSettlement(): () => SettlementTest {
  let current: SettlementTest | undefined;
  const started = (): SettlementTest => {
    if (current === undefined) throw new Error('Settlement is there only while a test runs');
    return current;
  };
  beforeEach(async () => {
    current = await SettlementTest.create();
  });
  afterEach(() => started().drop());
  return started;
}
