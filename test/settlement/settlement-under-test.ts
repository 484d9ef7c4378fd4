import type { CommandBus } from '@nestjs/cqrs';
import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../src/gateway/settlement-line.js';
import { formatMoney, type Money } from '../../src/kernel/money.js';
import { createLog } from '../../src/platform/log.js';
import { Database } from '../../src/platform/prisma/database.js';
import { Reconciliation, ReconciliationHandler } from '../../src/queries/settlement/reconciliation.js';
import { ImportSettlement, ImportSettlementHandler } from '../../src/settlement/import-settlement.js';
import { Reconciler } from '../../src/settlement/reconciler.js';
import { ResolveBreak, ResolveBreakHandler } from '../../src/settlement/resolve-break.js';
import { columns } from '../../src/settlement/settlement-file.js';
import { SettlementTables } from '../../src/settlement/settlement-tables.js';
import { HandClock } from '../gateway/hand-clock.js';

export const day = 86_400_000;

/** What a test says of a line of a file: an amount in minor units, a fee of none where it says none. */
export type Written = {
  readonly id: string;
  readonly of: { readonly reference: string; readonly amount: Money };
  readonly category?: SettlementLine['category'];
  /** Where it isn't the whole amount, with its sign. */
  readonly gross?: bigint;
  readonly fee?: bigint;
  readonly currency?: Money['currency'];
};

/** Settlement as the service puts it together, on a database of the test's and on days that the test chooses. */
export class SettlementUnderTest {
  readonly clock = new HandClock();
  readonly tables: SettlementTables;
  readonly reconciler: Reconciler;
  private readonly database: Database;

  constructor(url: string, commands: (clock: HandClock) => CommandBus) {
    this.database = new Database({ url, connections: 4 });
    this.tables = new SettlementTables(this.database);
    const around = { clock: this.clock, log: createLog('silent') };
    this.reconciler = new Reconciler(this.tables, commands(this.clock), { lateAfterMs: 3 * day }, around);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** The next day at noon, or a later one. */
  nextDay(days = 1): void {
    this.clock.advance(days * day);
  }

  importFile(...lines: readonly Written[]) {
    return this.importText(fileOf(lines));
  }

  importText(text: string) {
    return this.importer(null).execute(new ImportSettlement({ kind: 'file', text, gateway: 'simulated' }));
  }

  pull(gateway: PaymentGateway) {
    return this.importer(gateway).execute(new ImportSettlement({ kind: 'gateway' }));
  }

  resolve(breakId: string, account: ResolveBreak['account'] = null) {
    const asked = { breakId, account, by: 'Ada', reason: 'ticket 7' };
    return new ResolveBreakHandler(this.database, this.clock).execute(new ResolveBreak(asked));
  }

  /** Of today, or of another day. */
  report(date = this.today) {
    return new ReconciliationHandler(this.database).execute(new Reconciliation(date));
  }

  get today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }

  /** Kind and age of what is open today, oldest first. */
  async openBreaks(): Promise<readonly string[]> {
    return (await this.report()).breaks.map(({ kind, ageing }) => `${kind} ${ageing}`);
  }

  private importer(gateway: PaymentGateway | null) {
    const inUse = gateway === null ? null : { name: 'simulated', gateway };
    const around = { clock: this.clock, log: createLog('silent') };
    return new ImportSettlementHandler(inUse, this.tables, this.reconciler, around);
  }
}

export function fileOf(lines: readonly Written[]): string {
  const rows = lines.map(({ id, of, category = 'capture', fee = 0n, ...said }) => {
    const currency = said.currency ?? of.amount.currency;
    const gross = said.gross ?? (category === 'refund' ? -of.amount.minor : of.amount.minor);
    const [g, f, n] = [gross, fee, gross - fee].map((minor) => formatMoney({ minor, currency }));
    return [id, `po_${currency}`, of.reference, category, g, f, n, currency, '2026-03-03'].join(',');
  });
  return [columns.join(','), ...rows].join('\n') + '\n';
}

/** An amount of no payment of ours. */
export const strange = (reference: string, minor: bigint, currency: Money['currency']) => ({
  reference,
  amount: { minor, currency },
});
