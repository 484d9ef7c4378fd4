import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryBus } from '@nestjs/cqrs';
import { Currency } from '../../src/kernel/currency.js';
import { OrderId } from '../../src/kernel/ids.js';
import { OrderSettlement } from '../../src/queries/settlement/order-settlement.js';
import { Reconciliation } from '../../src/queries/settlement/reconciliation.js';
import { ImportSettlement } from '../../src/settlement/import-settlement.js';
import { eventually } from '../tools/eventually.js';
import { PaymentSite } from './payment-site.js';

const usd = (minor: bigint) => ({ minor, currency: Currency('USD') });

describe('a dispute', () => {
  let payments: PaymentSite;

  beforeAll(async () => {
    payments = await PaymentSite.open();
  });
  afterAll(async () => {
    expect(await payments.faults()).toEqual([]);
    await payments.close();
  });

  type Captured = { readonly orderId: string; readonly capture: string };

  /** An order that is complete, with what the gateway calls its capture, whether or not we know of it yet. */
  async function complete(token = 'tok_ok', { untold = false } = {}): Promise<Captured> {
    const orderId = await payments.checkOut(token);
    await payments.rest(orderId);
    if (untold) await payments.simulator.tellNobody();
    await payments.complete(orderId);
    const capture = await eventually(async () => {
      const { effects } = await payments.simulator.truth(orderId);
      const found = effects.find(({ kind }) => kind === 'capture');
      if (found === undefined) throw new Error(`Order ${orderId} is not captured`);
      return found.reference;
    });
    return { orderId, capture };
  }

  async function captured(): Promise<Captured> {
    const one = await complete();
    await comesTo(one, { payment: 'Captured' });
    return one;
  }

  const comesTo = ({ orderId }: Captured, state: Readonly<Record<string, string>>) =>
    eventually(async () => expect(await payments.find(orderId)).toMatchObject(state));

  const refund = ({ orderId }: Captured, minor: bigint) =>
    payments.operate(orderId, { type: 'RefundRequested', amount: usd(minor) });

  async function balances({ orderId }: Captured): Promise<Readonly<Record<string, number>>> {
    const { rows } = await payments.site.sql.query<{ account: string; balance: string }>(
      `select account, debits_posted - credits_posted as balance from ledger_balances
       where order_id = $1 and account in ('psp_clearing', 'chargebacks', 'chargeback_losses', 'psp_fees')`,
      [orderId],
    );
    return Object.fromEntries(rows.map(({ account, balance }) => [account, Number(balance)]));
  }

  async function payOut({ orderId }: Captured): Promise<readonly string[]> {
    await payments.simulator.payOut();
    await payments.bus().execute(new ImportSettlement({ kind: 'gateway' }));
    const lines = await queries().execute(new OrderSettlement(OrderId(orderId)));
    return lines.map(({ category, gross, net }) => `${category} ${gross.minor}, net ${net.minor}`).sort();
  }

  function queries(): QueryBus {
    const running = payments.services[0];
    if (running === undefined) throw new Error('There is no service');
    return running.app.get(QueryBus, { strict: false });
  }

  async function expectNoDifference(): Promise<void> {
    const { currencies } = await queries().execute(new Reconciliation(new Date().toISOString().slice(0, 10)));
    expect(currencies.map(({ difference }) => difference)).toEqual(currencies.map(() => 0n));
    expect(await payments.faults()).toEqual([]);
  }

  it('takes its amount and its fee, and what it holds is not refunded', async () => {
    const one = await captured();
    await payments.simulator.dispute(one.capture, 4_000n);
    await comesTo(one, { payment: 'Disputed', captured: '4250', chargedBack: '5500' });
    expect(await balances(one)).toEqual({ psp_clearing: -1_250, chargebacks: 4_000, psp_fees: 1_500 });
    expect(await refund(one, 251n)).toMatchObject({ kind: 'refused', refusal: 'MoreThanRefundable' });
    expect(await refund(one, 250n)).toMatchObject({ kind: 'accepted' });
    expect(await payments.rest(one.orderId)).toMatchObject({ payment: 'Disputed', refunded: '250' });
    expect(await payOut(one)).toEqual(['capture 4250, net 4097', 'dispute -4000, net -5500', 'refund -250, net -250']);
    expect(await balances(one)).toMatchObject({ psp_clearing: 0 });
    await expectNoDifference();
  });

  it('that is won brings the money back, and its fee, and the payment is refundable again', async () => {
    const one = await captured();
    const dispute = await payments.simulator.dispute(one.capture);
    await comesTo(one, { payment: 'Disputed', chargedBack: '5750' });
    await payments.simulator.decide(dispute, 'won');
    await comesTo(one, { payment: 'Captured', chargedBack: '0' });
    expect(await balances(one)).toEqual({ psp_clearing: 4_250, chargebacks: 0, psp_fees: 0 });
    expect(await refund(one, 4_250n)).toMatchObject({ kind: 'accepted' });
    expect(await payments.rest(one.orderId)).toMatchObject({ payment: 'Refunded', refunded: '4250' });
    expect(await payOut(one)).toEqual([
      'capture 4250, net 4097',
      'dispute -4250, net -5750',
      'dispute 4250, net 5750',
      'refund -4250, net -4250',
    ]);
    expect(await balances(one)).toMatchObject({ psp_clearing: 0 });
    await expectNoDifference();
  });

  it('that is lost is a loss', async () => {
    const one = await captured();
    const dispute = await payments.simulator.dispute(one.capture);
    await payments.simulator.decide(dispute, 'lost');
    await eventually(async () =>
      expect(await balances(one)).toMatchObject({ chargeback_losses: 4_250, chargebacks: 0 }),
    );
    expect(await payments.find(one.orderId)).toMatchObject({ payment: 'Disputed', chargedBack: '5750' });
    expect(await payOut(one)).toEqual(['capture 4250, net 4097', 'dispute -4250, net -5750']);
    expect(await balances(one)).toMatchObject({ psp_clearing: 0, psp_fees: 1_653 });
    await expectNoDifference();
  });

  it('that comes before its capture is known waits for it', async () => {
    const one = await complete('tok_capture.timeout_after_effect', { untold: true });
    await payments.hearWebhooks();
    await payments.simulator.dispute(one.capture);
    await eventually(async () => {
      const { rows } = await payments.site.sql.query('select type from order_events where order_id = $1', [
        one.orderId,
      ]);
      expect(rows.map(({ type }: { type?: string }) => type)).toContain('payment.DisputeReportedEarly');
    });
    expect(await payments.find(one.orderId)).toMatchObject({ chargedBack: '0' });
    expect(await payments.rest(one.orderId)).toMatchObject({
      payment: 'Disputed',
      captured: '4250',
      chargedBack: '5750',
    });
    expect(await payments.truth(one.orderId)).toEqual([
      'authorize 42.50 USD',
      'capture 42.50 USD',
      'dispute 42.50 USD, fee 15.00 USD',
    ]);
  });
});
