import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MessageId, ownMessagePrefixes } from '../kernel/ids.js';
import { CONFIG, type Config } from '../platform/config.js';
import { CommandAnswers, type KeptAnswer } from './command-answers.js';
import {
  type CommandAnswer,
  IdempotencyKeyExpired,
  IdempotencyKeyReused,
  OperatePayment,
  PaymentsOff,
} from './operate-payment.js';
import { OrderWriter } from './order-writer.js';

@CommandHandler(OperatePayment)
export class OperatePaymentHandler implements ICommandHandler<OperatePayment> {
  constructor(
    private readonly orders: OrderWriter,
    private readonly answers: CommandAnswers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(asked: OperatePayment): Promise<CommandAnswer> {
    if (this.config.PAYMENTS === 'off') throw new PaymentsOff();
    const fingerprint = fingerprintOf(asked);
    const known = await this.answers.find(asked.key);
    if (known !== null) return sameAnswer(known, fingerprint);
    return sameAnswer(await this.firstAnswer(asked, fingerprint), fingerprint);
  }

  private async firstAnswer(asked: OperatePayment, fingerprint: string): Promise<KeptAnswer> {
    const { orderId, key } = asked;
    const answer = await this.operate(asked, fingerprint);
    if (answer?.kind === 'accepted') return { fingerprint, answer };
    if (answer !== null) return this.answers.keep(key, orderId, { fingerprint, answer });
    // Somebody else came first with the same key, and has committed by now; or it was done so long ago that only the inbox knows.
    const first = await this.answers.find(key);
    if (first === null) throw new IdempotencyKeyExpired();
    return first;
  }

  /** @returns null where the key has been executed meanwhile */
  private async operate(asked: OperatePayment, fingerprint: string): Promise<CommandAnswer | null> {
    const { orderId, command, request, key, actor } = asked;
    const messageId = MessageId(`${ownMessagePrefixes.payment}request:${key}`);
    const input = { body: command, cause: { messageId, conversationId: null, traceparent: null, actor } };
    const { expectedVersion } = request;
    try {
      return await this.orders.operate({ orderId, input, request: { key, fingerprint, expectedVersion } });
    } catch (error) {
      // Of another order: the key's row refused the whole write.
      if ((await this.answers.find(key)) !== null) return null;
      throw error;
    }
  }
}

function sameAnswer({ fingerprint, answer }: KeptAnswer, asked: string): CommandAnswer {
  if (fingerprint !== asked) throw new IdempotencyKeyReused();
  return answer;
}

/** What makes two requests the same: all but the key. */
function fingerprintOf({ orderId, command, request: { actor, expectedVersion } }: OperatePayment): string {
  const written = JSON.stringify({ orderId, command, actor, expectedVersion }, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(written).digest('hex');
}
