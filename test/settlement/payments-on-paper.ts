import type { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { Money } from '../../src/kernel/money.js';
import { entriesOf } from '../../src/ledger/entry.js';
import type { MoneyFact } from '../../src/ledger/money-fact.js';
import type { PaymentInput } from '../../src/payment/input.js';
import type { Clock } from '../../src/platform/clock.js';
import type { AdvanceOrder } from '../../src/saga/advance-order.js';
import type { LedgerTables } from '../ledger/ledger-tables.js';

export type Paid = {
  readonly orderId: OrderId;
  readonly operationId: OperationId;
  readonly reference: string;
  readonly amount: Money;
};

const entriesSql = `
  insert into ledger_entries (order_id, operation_id, purpose, transfer, side, account, phase, hold_operation_id, expires_at, amount_minor,
    currency, recorded_at)
  select e.*, $2::timestamptz from jsonb_to_recordset($1) as e (order_id uuid, operation_id uuid, purpose text, transfer smallint, side text,
    account text, phase text, hold uuid, expires_at timestamptz, amount_minor bigint, currency text)`;

const eventSql = `
  insert into order_events (order_id, version, type, data, caused_by, actor, recorded_at)
  select $1, 1 + (select count(*) from order_events where order_id = $1), $2, $3, $4, 'settlement', $5`;

/**
 * Payments as their tables show them, on any day that a test wants: the write path itself writes them now. What it makes of
 * a matched line is here in short; the tests that end to end go through the write path show the same.
 */
export class PaymentsOnPaper {
  /** One at a time, as the store takes the inputs of one order. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tables: LedgerTables,
    private readonly clock: Clock,
  ) {}

  /** The bus, as far as settlement uses it. */
  get bus(): CommandBus {
    return { execute: (command: AdvanceOrder) => this.execute(command) } as unknown as CommandBus;
  }

  /** @param said `fee` as the capture was told it */
  async capture(minor: bigint, said: { at?: Date; currency?: string; fee?: bigint | null } = {}): Promise<Paid> {
    const { at = this.clock.now(), currency = 'USD', fee = null } = said;
    const [orderId, operationId, authorization] = [OrderId(v7()), OperationId(v7()), OperationId(v7())];
    const amount = { minor, currency: Currency(currency) };
    const expiresAt = new Date('2100-01-01T00:00:00Z');
    await this.post({ type: 'Authorized', orderId, operationId: authorization, amount, expiresAt }, at);
    await this.post({ type: 'Captured', orderId, operationId, authorization, amount, released: 0n }, at);
    await this.tables.query(
      'insert into payment_amounts (order_id, currency, authorized_minor, captured_minor) values ($1, $2, $3, $3)',
      ...[orderId, currency, minor.toString()],
    );
    const paid = { orderId, operationId, reference: `cap_${operationId}`, amount };
    await this.operation('capture', paid, fee);
    return paid;
  }

  async refund({ orderId, amount: { currency } }: Paid, minor: bigint, at = this.clock.now()): Promise<Paid> {
    const operationId = OperationId(v7());
    const refund = { orderId, operationId, reference: `ref_${operationId}`, amount: { minor, currency } };
    const { amount } = refund;
    await this.post({ type: 'RefundRequested', orderId, operationId, amount, from: 'deferred_revenue' }, at);
    await this.post({ type: 'RefundConfirmed', orderId, operationId, amount }, at);
    await this.amounts(orderId, 'refunded_minor', minor);
    await this.operation('refund', refund, null);
    return refund;
  }

  async failRefund({ orderId, operationId, amount }: Paid, at = this.clock.now()): Promise<void> {
    await this.post({ type: 'RefundFailed', orderId, operationId, amount }, at);
    await this.amounts(orderId, 'refunded_minor', -amount.minor);
    await this.amounts(orderId, 'refunding_minor', amount.minor);
  }

  /** @returns what a payout line would say of it */
  async dispute({ orderId, reference, amount: { currency } }: Paid, minor: bigint, fee: bigint): Promise<Paid> {
    const dispute = { orderId, operationId: OperationId(v7()), amount: { minor, currency } };
    await this.post({ type: 'DisputeOpened', ...dispute, fee }, this.clock.now());
    await this.amounts(orderId, 'charged_back_minor', minor + fee);
    return { ...dispute, reference };
  }

  async win({ reference: _ofTheCapture, ...dispute }: Paid, feeReturned: bigint): Promise<void> {
    await this.post({ type: 'DisputeWon', ...dispute, fee: feeReturned, from: 'chargebacks' }, this.clock.now());
    await this.amounts(dispute.orderId, 'charged_back_minor', -(dispute.amount.minor + feeReturned));
  }

  /** As if the gateway's answer to it were lost. */
  async forget({ operationId }: Paid): Promise<void> {
    await this.tables.query('update payment_operations set reference = null where operation_id = $1', operationId);
  }

  async remember({ operationId, reference }: Paid): Promise<void> {
    const sql = 'update payment_operations set reference = $2 where operation_id = $1';
    await this.tables.query(sql, operationId, reference);
  }

  execute(command: AdvanceOrder): Promise<string> {
    const told = this.turn.then(() => this.advance(command));
    this.turn = told.catch(() => undefined);
    return told;
  }

  private async advance({ orderId, input, messageId }: AdvanceOrder): Promise<string> {
    const inbox = 'insert into inbox (order_id, message_id) values ($1, $2) on conflict do nothing returning 1';
    const { rowCount } = await this.tables.query(inbox, orderId, messageId);
    return rowCount === 0 ? 'duplicate' : this.settle(orderId, input.body as PaymentInput, messageId);
  }

  private async settle(orderId: OrderId, body: PaymentInput, messageId: string): Promise<string> {
    const at = this.clock.now();
    const event = (type: string, data: object = {}) =>
      this.tables.query(eventSql, orderId, `payment.${type}`, data, messageId, at);
    if (body.type === 'RefundSettlementMatched') {
      const { operationId, amount, direction } = body;
      const out = direction === 'out';
      await this.post({ type: out ? 'DeductionSettled' : 'ReturnSettled', orderId, operationId, amount }, at);
      await this.amounts(orderId, 'settled_minor', out ? -amount.minor : amount.minor);
      await event('RefundSettled');
      return 'advanced';
    }
    if (body.type === 'DisputeSettlementMatched') {
      const { amount, fee, direction } = body;
      const out = direction === 'out';
      const { rows } = await this.tables.query(
        `select operation_id from ledger_entries where order_id = $1 and purpose = 'DisputeOpened' limit 1`,
        orderId,
      );
      const operationId = OperationId((rows as readonly { operation_id: string }[])[0]?.operation_id ?? '');
      const whole = { ...amount, minor: amount.minor + fee.minor };
      await this.post({ type: out ? 'DeductionSettled' : 'ReturnSettled', orderId, operationId, amount: whole }, at);
      await this.amounts(orderId, 'settled_minor', out ? -whole.minor : whole.minor);
      await event('DisputeSettled');
      return 'advanced';
    }
    if (body.type !== 'SettlementMatched') throw new Error('Nothing else comes from settlement', { cause: body });
    const { rows } = await this.tables.query(
      `select operation_id, exists (select from ledger_entries where order_id = $1 and purpose = 'Settled') as settled
       from ledger_entries where order_id = $1 and purpose = 'Captured' limit 1`,
      orderId,
    );
    const [found] = rows as readonly { operation_id: string; settled: boolean }[];
    if (found === undefined || found.settled) {
      await event('InputIgnored', { input: body.type, reason: 'AlreadySettled' });
      return 'ignored';
    }
    const operationId = OperationId(found.operation_id);
    const { gross: amount, fee } = body;
    await this.post({ type: 'Settled', orderId, operationId, amount, fee: fee.minor, earned: amount.minor }, at);
    await this.amounts(orderId, 'settled_minor', amount.minor);
    await event('PaymentSettled');
    return 'advanced';
  }

  private async post(fact: MoneyFact, at: Date): Promise<void> {
    const rows = entriesOf(fact).map(({ orderId, operationId, expiresAt, amount, ...entry }) => ({
      ...entry,
      ...{ order_id: orderId, operation_id: operationId, expires_at: expiresAt?.toISOString() ?? null },
      ...{ amount_minor: String(amount.minor), currency: amount.currency },
    }));
    await this.tables.query(entriesSql, JSON.stringify(rows), at);
  }

  private async amounts(orderId: OrderId, column: string, more: bigint): Promise<void> {
    const sql = `update payment_amounts set ${column} = ${column} + $2 where order_id = $1`;
    await this.tables.query(sql, orderId, more.toString());
  }

  private async operation(kind: string, paid: Paid, fee: bigint | null): Promise<void> {
    await this.tables.query(
      `insert into payment_operations (operation_id, order_id, kind, attempt, status, amount_minor, currency, operation, reference, fee_minor, requested_by)
       values ($1, $2, $3, 1, 'succeeded', $4, $5, '{}', $6, $7, 'test')`,
      ...[paid.operationId, paid.orderId, kind, paid.amount.minor.toString(), paid.amount.currency, paid.reference],
      fee?.toString() ?? null,
    );
  }
}
