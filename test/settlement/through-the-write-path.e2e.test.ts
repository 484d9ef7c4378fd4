import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { closeFinance, FinanceModule } from '../../src/finance.module.js';
import { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import { GatewayTasks } from '../../src/gateway/tasks/gateway-tasks.js';
import { TaskRunner } from '../../src/gateway/tasks/task-runner.js';
import { Currency } from '../../src/kernel/currency.js';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { readConfig } from '../../src/platform/config.js';
import { createLog, NestLog } from '../../src/platform/log.js';
import { OrderSettlement } from '../../src/queries/settlement/order-settlement.js';
import { Reconciliation } from '../../src/queries/settlement/reconciliation.js';
import { AdvanceOrder } from '../../src/saga/advance-order.js';
import { OperatePayment } from '../../src/saga/operate-payment.js';
import type { AnyInput } from '../../src/saga/order-writer.js';
import { ImportSettlement } from '../../src/settlement/import-settlement.js';
import { SimulatorProcess } from '../gateway/simulator-process.js';
import { LedgerTables } from '../ledger/ledger-tables.js';
import { claimOf } from '../order/order-life.js';

const log = createLog('silent');
let simulator: SimulatorProcess;
let tables: LedgerTables;
let app: INestApplicationContext;

beforeAll(async () => {
  [simulator, tables] = [await SimulatorProcess.start(), await LedgerTables.create()];
  const settings = { PAYMENTS: 'simulated', PAYMENT_GATEWAY_URL: simulator.url, LOG_LEVEL: 'silent' };
  // Whatever payouts haven't come as far as is late at once.
  const config = readConfig({ ...settings, SETTLEMENT_LATE_AFTER: 'PT0.001S' });
  const environment = { config, log, databaseUrl: tables.database.url };
  app = await NestFactory.createApplicationContext(FinanceModule.for(environment), {
    logger: new NestLog(log),
    abortOnError: false,
  });
});
afterAll(async () => {
  await closeFinance(app);
  await tables.drop();
  await simulator.stop();
});

const tell = (orderId: OrderId, body: AnyInput) => {
  const cause = { messageId: MessageId(v7()), conversationId: null, traceparent: null, actor: 'a neighbour' };
  return app.get(CommandBus).execute(new AdvanceOrder(orderId, { body, cause }));
};

/** Until the gateway has been asked all that is due. */
async function askGateway(): Promise<void> {
  const around = { clock: new SystemClock(), ids: new UuidV7Ids(), log };
  const tasks = app.get(GatewayTasks, { strict: false });
  await new TaskRunner(tasks, app.get(PaymentGateway), app.get(CommandBus), around).sweep(new AbortController().signal);
}

type Captured = { readonly orderId: OrderId; readonly reference: string };

/** An order that is placed, authorized, completed and captured. */
async function captured(minor: bigint, currency = 'USD', token = 'tok_ok'): Promise<Captured> {
  const orderId = OrderId(v7());
  const claim = claimOf({ total: { minor, currency: Currency(currency) } });
  await tell(orderId, { type: 'UserCheckedOut', claim, paymentMethod: token });
  await askGateway();
  await tell(orderId, { type: 'OrderCompleted', claim });
  await askGateway();
  const { rows } = await tables.query(
    `select reference from payment_operations where order_id = $1 and kind = 'capture' and status = 'succeeded'`,
    orderId,
  );
  const [row] = rows as readonly { readonly reference: string }[];
  if (row === undefined) throw new Error(`The order ${orderId} was not captured`);
  return { orderId, reference: row.reference };
}

async function refund(orderId: OrderId, minor: bigint, currency = 'USD'): Promise<void> {
  const amount = { minor, currency: Currency(currency) };
  const request = { key: v7(), actor: 'Ada', expectedVersion: null };
  await app.get(CommandBus).execute(new OperatePayment(orderId, { type: 'RefundRequested', amount }, request));
  await askGateway();
}

const pull = () => app.get(CommandBus).execute(new ImportSettlement({ kind: 'gateway' }));
const report = () => app.get(QueryBus).execute(new Reconciliation(new Date().toISOString().slice(0, 10)));
const statusOf = async ({ orderId }: Captured): Promise<readonly unknown[]> =>
  (await tables.query('select status from payments where order_id = $1', orderId)).rows as readonly unknown[];

async function expectSound(): Promise<void> {
  expect(await tables.verify()).toEqual([]);
  expect((await report()).currencies.filter(({ difference }) => difference !== 0n)).toEqual([]);
}

/** What the gateway owes by its own books, less what its payouts told. */
async function owedByTruth(): Promise<Readonly<Record<string, bigint>>> {
  const signs: Readonly<Record<string, bigint>> = { capture: 1n, refund: -1n, refund_failed: 1n };
  const owed: Record<string, bigint> = {};
  for (const { kind, amount, currency } of (await simulator.truth()).effects)
    owed[currency] = (owed[currency] ?? 0n) + (signs[kind] ?? 0n) * BigInt(amount);
  const { rows } = await tables.query(
    `select currency, sum(gross_minor)::text as gross from payout_lines where status = 'matched' group by 1`,
  );
  for (const { currency, gross } of rows as readonly { readonly currency: string; readonly gross: string }[])
    owed[currency] = (owed[currency] ?? 0n) - BigInt(gross);
  return owed;
}

describe('payouts of the simulated gateway, through the write path', () => {
  it('settle what they are for, and every break that is injected is found, once, as what it is', async () => {
    const clean = await captured(4_250n);
    await refund(clean.orderId, 1_000n);
    const missing = await captured(1_100n);
    const [amount, fee, currency] = [await captured(1_200n), await captured(1_300n), await captured(1_400n)];
    const duplicate = await captured(1_500n);
    const late = await captured(16_000n, 'KWD');
    await simulator.payOut([
      ...Object.entries({ missing, amount, fee, currency, duplicate, late }).map(([kind, { reference }]) => ({
        ...{ kind, reference },
      })),
      { kind: 'extra', reference: 'cap_of_nobody' },
    ]);

    expect(await pull()).toEqual({ read: 8, added: 8, matched: 4, unexplained: 4, left: 0 });
    const first = await report();
    expect(first.breaks.map(({ kind, orderId, ageing }) => `${kind} ${orderId ?? '-'} ${ageing}`).sort()).toEqual(
      [
        `amount_diff ${amount.orderId} 0-1`,
        `currency_diff ${currency.orderId} 0-1`,
        `duplicate ${duplicate.orderId} 0-1`,
        `fee_diff ${fee.orderId} 0-1`,
        `late ${late.orderId} 0-1`,
        'missing_in_ledger - 0-1',
        `missing_at_psp ${missing.orderId} 0-1`,
      ].sort(),
    );
    expect(await statusOf(clean)).toEqual([{ status: 'PartiallyRefunded' }]);
    for (const one of [fee, duplicate]) expect(await statusOf(one)).toEqual([{ status: 'Settled' }]);
    for (const one of [missing, amount, currency, late]) expect(await statusOf(one)).toEqual([{ status: 'Captured' }]);
    await expectSound();

    expect(await pull()).toMatchObject({ added: 0, matched: 0, unexplained: 0, left: 0 });
    expect(await report()).toEqual(first);
  });

  it('settle what was late when it comes, and leave the gateway owing what its own books say', async () => {
    await simulator.payOut();
    expect(await pull()).toMatchObject({ added: 1, matched: 1 });
    expect((await report()).breaks.map(({ kind }) => kind)).not.toContain('late');
    const { rows } = await tables.query(
      `select currency, sum(debits_posted - credits_posted)::text as owed from ledger_balances where account = 'psp_clearing' group by 1`,
    );
    const owed = Object.fromEntries(
      (rows as readonly { currency: string; owed: string }[]).map(({ currency, owed: sum }) => [currency, BigInt(sum)]),
    );
    expect(owed).toEqual(await owedByTruth());
    await expectSound();
  });

  it('bring back a refund that failed days after it had succeeded', async () => {
    const one = await captured(5_000n, 'EUR', 'tok_refund.late_failure');
    await refund(one.orderId, 700n, 'EUR');
    await simulator.payOut();
    await pull();
    await simulator.advance(4 * 86_400_000);
    await simulator.payOut();
    // The line can come before anybody has told us that the refund failed.
    expect(await pull()).toMatchObject({ matched: 0, unexplained: 1 });
    await expectSound();
    const { rows } = await tables.query(
      `select operation_id from payment_operations where order_id = $1 and kind = 'refund'`,
      one.orderId,
    );
    const [row] = rows as readonly { readonly operation_id: string }[];
    await tell(one.orderId, { type: 'RefundFailureReported', operationId: row?.operation_id as never });
    expect(await pull()).toMatchObject({ matched: 1, unexplained: 0 });
    const lines = await app.get(QueryBus).execute(new OrderSettlement(one.orderId));
    expect(lines.map(({ category, gross, fee, net }) => [category, gross.minor, fee.minor, net.minor])).toEqual([
      ['capture', 5_000n, 175n, 4_825n],
      ['refund', -700n, 0n, -700n],
      ['refund_failure', 700n, 0n, 700n],
    ]);
    await expectSound();
  });

  describe('of a disputed payment', () => {
    const usd = (minor: bigint) => ({ minor, currency: Currency('USD') });
    const claimOn = ({ reference: capture }: Captured) => ({
      ...{ reference: `dispute of ${capture}`, capture, amount: usd(3_000n), fee: usd(1_500n) },
    });
    const linesOf = async ({ orderId }: Captured) =>
      (await app.get(QueryBus).execute(new OrderSettlement(orderId))).map(
        ({ category, gross, fee, net }) => `${category} ${gross.minor} - ${fee.minor} = ${net.minor}`,
      );
    const breaksOf = async ({ orderId }: Captured) =>
      (await report()).breaks
        .filter((one) => one.orderId === orderId)
        .map(({ kind, expected }) => `${kind} ${String(expected?.minor)}`);

    it('take what was disputed off, with its fee, and bring it back when it is won', async () => {
      const one = await captured(5_000n);
      const [claim, dispute] = [claimOn(one), await simulator.dispute(one.reference, 3_000n)];
      await simulator.payOut();
      // The line comes before anybody has told us of the dispute.
      expect(await pull()).toMatchObject({ matched: 1, unexplained: 1 });
      await expectSound();
      await tell(one.orderId, { type: 'DisputeOpened', claim });
      expect(await pull()).toMatchObject({ matched: 1, unexplained: 0 });
      await expectSound();
      await simulator.decide(dispute, 'won');
      await tell(one.orderId, { type: 'DisputeWon', claim, feeReturned: usd(1_500n) });
      await pull();
      expect(await breaksOf(one)).toEqual(['late 3000']);
      await simulator.payOut();
      expect(await pull()).toMatchObject({ matched: 1, unexplained: 0 });
      expect(await linesOf(one)).toEqual([
        'capture 5000 - 175 = 4825',
        'dispute -3000 - 1500 = -4500',
        'dispute 3000 - -1500 = 4500',
      ]);
      expect(await breaksOf(one)).toEqual([]);
      expect(await statusOf(one)).toEqual([{ status: 'Settled' }]);
      await expectSound();
    });

    it('stay taken off when it is lost, and a dispute that no line has told of is missed', async () => {
      const [lost, untold] = [await captured(5_000n), await captured(5_000n)];
      for (const one of [lost, untold]) await tell(one.orderId, { type: 'DisputeOpened', claim: claimOn(one) });
      await simulator.dispute(lost.reference, 3_000n);
      await tell(lost.orderId, { type: 'DisputeLost', claim: claimOn(lost) });
      await simulator.payOut();
      expect(await pull()).toMatchObject({ matched: 3, unexplained: 0 });
      expect(await linesOf(lost)).toEqual(['capture 5000 - 175 = 4825', 'dispute -3000 - 1500 = -4500']);
      expect([await breaksOf(lost), await breaksOf(untold)]).toEqual([[], ['late -3000']]);
      expect(await statusOf(lost)).toEqual([{ status: 'Disputed' }]);
      const { rows } = await tables.query(
        `select account, sum(debits_posted - credits_posted)::text as balance from ledger_balances
         where order_id = $1 and account in ('chargebacks', 'chargeback_losses', 'psp_clearing') group by 1 order by 1`,
        lost.orderId,
      );
      expect(rows).toEqual([
        { account: 'chargeback_losses', balance: '3000' },
        { account: 'chargebacks', balance: '0' },
        { account: 'psp_clearing', balance: '0' },
      ]);
      await expectSound();
    });

    it('with another fee than was told are for people to explain', async () => {
      const one = await captured(5_000n);
      await tell(one.orderId, { type: 'DisputeOpened', claim: { ...claimOn(one), fee: usd(0n) } });
      await simulator.dispute(one.reference, 3_000n);
      await simulator.payOut();
      expect(await pull()).toMatchObject({ matched: 1, unexplained: 1 });
      expect(await breaksOf(one)).toEqual(['fee_diff 0']);
      await expectSound();
    });
  });
});
