import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MessageId, ownMessagePrefixes } from '../../kernel/ids.js';
import { AdvanceOrder } from '../../saga/advance-order.js';
import { PaymentsOff } from '../../saga/operate-payment.js';
import { ReceiveWebhook, type WebhookReceipt, type WebhookRejection } from '../../saga/receive-webhook.js';
import { PaymentGateway } from '../payment-gateway.js';
import { newsIn } from './event-news.js';

/** Hands what a webhook tells to its order. Repeats are told by the gateway's id of the event. */
@CommandHandler(ReceiveWebhook)
export class ReceiveWebhookHandler implements ICommandHandler<ReceiveWebhook> {
  constructor(
    @Inject(PaymentGateway) private readonly gateway: PaymentGateway | null,
    private readonly commands: CommandBus,
  ) {}

  async execute({ rawBody, headers }: ReceiveWebhook): Promise<WebhookReceipt | WebhookRejection> {
    if (this.gateway === null) throw new PaymentsOff();
    const read = this.gateway.readWebhook(rawBody, headers);
    if (!read.ok) return read.reason;
    const news = await newsIn(read.event, this.gateway);
    if (news === null) return 'ignored';
    const { orderId, body } = news;
    const messageId = MessageId(`${ownMessagePrefixes.payment}webhook:${read.eventId}`);
    const cause = { messageId, conversationId: null, traceparent: null, actor: 'gateway' };
    const outcome = await this.commands.execute(new AdvanceOrder(orderId, { body, cause }));
    return outcome === 'duplicate' ? 'duplicate' : 'accepted';
  }
}
