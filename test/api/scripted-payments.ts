import { Injectable } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OperationId } from '../../src/kernel/ids.js';
import { type CommandAnswer, OperatePayment } from '../../src/saga/operate-payment.js';
import { ReceiveWebhook, type WebhookReceipt, type WebhookRejection } from '../../src/saga/receive-webhook.js';
import { idOf } from '../queries/read-database.js';

export const accepted: CommandAnswer = {
  ...{ kind: 'accepted', operationId: OperationId(idOf(77)), version: 8, status: 'Capturing' },
};

/** What is done to payments by nobody: it answers what the test says, and keeps what it was asked. */
@Injectable()
export class PaymentScript {
  readonly operated: OperatePayment[] = [];
  readonly received: ReceiveWebhook[] = [];
  answer: () => CommandAnswer = () => accepted;
  receipt: () => WebhookReceipt | WebhookRejection = () => 'accepted';

  reset(): void {
    this.operated.length = 0;
    this.received.length = 0;
    this.answer = () => accepted;
    this.receipt = () => 'accepted';
  }
}

@CommandHandler(OperatePayment)
class ScriptedOperatePayment implements ICommandHandler<OperatePayment> {
  constructor(private readonly script: PaymentScript) {}

  execute(command: OperatePayment): Promise<CommandAnswer> {
    this.script.operated.push(command);
    return Promise.resolve().then(() => this.script.answer());
  }
}

@CommandHandler(ReceiveWebhook)
class ScriptedReceiveWebhook implements ICommandHandler<ReceiveWebhook> {
  constructor(private readonly script: PaymentScript) {}

  execute(command: ReceiveWebhook): Promise<WebhookReceipt | WebhookRejection> {
    this.script.received.push(command);
    return Promise.resolve().then(() => this.script.receipt());
  }
}

export const scriptedPayments = [PaymentScript, ScriptedOperatePayment, ScriptedReceiveWebhook] as const;
