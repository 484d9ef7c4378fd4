import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Currency } from '../../kernel/currency.js';
import type { OrderId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { InvalidRequest } from '../../platform/pipeline/validation.js';
import { GetPayment } from '../../queries/payments/get-payment.js';
import {
  type CommandAnswer,
  IdempotencyKeyExpired,
  IdempotencyKeyReused,
  OperatePayment,
  type PaymentCommand,
  PaymentsOff,
} from '../../saga/operate-payment.js';
import type { AskedCommand, WrittenCommand } from './asked-command.js';
import type { DoorAnswer } from './door-answer.js';
import { readMethod } from './method-token.js';
import { isAmountRefusal } from './refusals.js';
import { readAmount, readCurrency, refuseLoneCurrency } from './written-amount.js';

/** Reads what a client asks of a payment, and has it done: GraphQL and REST are two forms of this one door. */
@Injectable()
export class PaymentDoor {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws InvalidRequest naming each field as the client knows it */
  async ask(asked: AskedCommand): Promise<DoorAnswer> {
    const command = await this.read(asked.orderId, asked.command);
    const { key, by: actor, expectedVersion } = asked;
    try {
      const answer = await this.commands.execute(
        new OperatePayment(asked.orderId, command, { key, actor, expectedVersion }),
      );
      return await this.told(asked, answer);
    } catch (error) {
      if (error instanceof IdempotencyKeyReused) return { kind: 'keyReused' };
      if (error instanceof IdempotencyKeyExpired) return { kind: 'keyExpired' };
      if (error instanceof PaymentsOff) return { kind: 'paymentsOff' };
      throw error instanceof InvalidRequest ? asTheClientKnows(error, asked.keyName) : error;
    }
  }

  private async read(orderId: OrderId, written: WrittenCommand): Promise<PaymentCommand> {
    switch (written.type) {
      case 'MethodGiven':
        return { type: 'MethodGiven', method: readMethod(written.token) };
      case 'CaptureRequested':
      case 'RefundRequested':
        return { type: written.type, amount: await this.amountOf(orderId, written) };
      default:
        return { type: written.type };
    }
  }

  private async amountOf(
    orderId: OrderId,
    { amount, currency }: Extract<WrittenCommand, { readonly amount: string | null }>,
  ): Promise<Money | null> {
    if (amount !== null)
      return readAmount(amount, currency === null ? await this.currencyOf(orderId) : readCurrency(currency));
    refuseLoneCurrency(currency);
    return null;
  }

  /** Where there is no payment the command is refused whatever the amount is of. */
  private async currencyOf(orderId: OrderId): Promise<Currency> {
    const payment = await this.queries.execute(new GetPayment(orderId));
    return payment?.total?.currency ?? this.config.DEFAULT_CURRENCY;
  }

  private async told({ orderId, command, expectedVersion }: AskedCommand, answer: CommandAnswer): Promise<DoorAnswer> {
    if (answer.kind === 'accepted') return answer;
    const { refusal, version, status } = answer;
    if (refusal === 'OrderNotFound') return { kind: 'orderNotFound' };
    if (refusal === 'VersionConflict')
      return { kind: 'versionConflict', expected: expectedVersion ?? version, actual: version };
    if (!isAmountRefusal(refusal)) return { kind: 'refused', reason: refusal, version, status };
    return { kind: 'amountRefused', reason: refusal, max: await this.largest(orderId, command), version, status };
  }

  private async largest(orderId: OrderId, { type }: WrittenCommand): Promise<Money | null> {
    const amounts = (await this.queries.execute(new GetPayment(orderId)))?.amounts;
    return (type === 'CaptureRequested' ? amounts?.capturable : amounts?.refundable) ?? null;
  }
}

function asTheClientKnows({ faults }: InvalidRequest, keyName: string): InvalidRequest {
  const names: Readonly<Record<string, string>> = { key: keyName, actor: 'by' };
  const renamed = faults.map(({ field, rule }) => ({ field: names[field] ?? field, rule }));
  return new InvalidRequest('The payment command', renamed);
}
