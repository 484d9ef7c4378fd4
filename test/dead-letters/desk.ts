import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import type { BrokerMessage } from '../../src/broker/broker.js';
import { closeFinance, FinanceModule } from '../../src/finance.module.js';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { readConfig } from '../../src/platform/config.js';
import { createLog } from '../../src/platform/log.js';
import { Metrics } from '../../src/platform/metrics.js';
import { AdvanceOrder } from '../../src/saga/advance-order.js';
import { DeadLetters, type InboundLetter } from '../../src/saga/dead-letters.js';
import { DiscardDeadLetters } from '../../src/saga/discard-dead-letters.js';
import type { LetterSelection } from '../../src/saga/letter-selection.js';
import { OpenLetters } from '../../src/saga/open-letters.js';
import { RedriveDeadLetters } from '../../src/saga/redrive-dead-letters.js';
import { RedriveDeadLettersHandler } from '../../src/saga/redrive-dead-letters.handler.js';
import type { RawMessage } from '../../src/contracts/codec.js';
import { type Redelivered, Redelivery } from '../../src/saga/redelivery.js';
import { massTransit } from '../service/envelopes.js';
import { Neighbours } from '../service/neighbours.js';

export type Said = { readonly orderId: OrderId; readonly source: string; readonly message: BrokerMessage };

/** What a neighbour says of an order, byte for byte. */
export function saying(name: string, orderId: string = v7(), totalMoney = '42.50'): Said {
  const type = `${name}IntegrationEvent`;
  const payload = Neighbours.order({ orderId, basketId: orderId, totalMoney });
  const message = massTransit({ type, messageId: v7(), conversationId: v7(), payload });
  return { orderId: OrderId(orderId), source: `BookWorm.Contracts:${type}`, message };
}

export const checkout = 'UserCheckedOut';
export const completion = 'OrderStatusChangedToComplete';
export const cancellation = 'OrderStatusChangedToCancel';

class OvertakenRedelivery extends Redelivery {
  constructor(
    private readonly inner: Redelivery,
    private readonly other: () => Promise<unknown>,
  ) {
    super();
  }

  override async redeliver(source: string, message: RawMessage): Promise<Redelivered> {
    const redelivered = await this.inner.redeliver(source, message);
    await this.other();
    return redelivered;
  }
}

/** An operator's desk: what the finance command runs on, in a process without broker or roles. */
export class Desk {
  private constructor(private readonly app: INestApplicationContext) {}

  static async open(databaseUrl: string): Promise<Desk> {
    const config = readConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });
    const environment = { config, log: createLog(config.LOG_LEVEL), databaseUrl };
    return new Desk(await NestFactory.createApplicationContext(FinanceModule.for(environment), { logger: false }));
  }

  redrive(which: LetterSelection, { first = 500, after = null as bigint | null, by = 'mai' } = {}) {
    return this.app.get(CommandBus).execute(new RedriveDeadLetters({ which, by, first, after }));
  }

  /** A redrive that another operator overtakes when its messages have been handed on, before their letters are put away. */
  redriveOvertakenBy(other: () => Promise<unknown>, which: LetterSelection) {
    const redelivery = new OvertakenRedelivery(this.app.get(Redelivery), other);
    const handler = new RedriveDeadLettersHandler(this.app.get(OpenLetters), redelivery);
    return handler.execute(new RedriveDeadLetters({ which, by: 'mai', first: 500, after: null }));
  }

  discard(which: LetterSelection, reason: string, { first = 500, after = null as bigint | null, by = 'mai' } = {}) {
    return this.app.get(CommandBus).execute(new DiscardDeadLetters({ which, by, reason, first, after }));
  }

  /** As a broker's delivery is taken. */
  deliver({ source, message }: Said) {
    return this.app.get(Redelivery).redeliver(source, message);
  }

  /** As the consumer buries what it can't hand on. */
  bury({ source, message, orderId }: Said, letter: Partial<InboundLetter> = {}): Promise<void> {
    const fault = { reason: 'HandlerFailed', detail: 'Error', type: null } as const;
    return this.app.get(DeadLetters).bury({ ...fault, orderId, source, message, ...letter });
  }

  /** The end of the wait for the order's checkout, as the timers find it. */
  endWait(orderId: OrderId, attempt = 0): Promise<unknown> {
    const messageId = MessageId(`timer:CheckoutWaitElapsed:${String(attempt)}`);
    const cause = { messageId, conversationId: null, traceparent: null, actor: 'timer' };
    const body = { type: 'CheckoutWaitElapsed', attempt } as const;
    return this.app.get(CommandBus).execute(new AdvanceOrder(orderId, { body, cause }));
  }

  async countedLetters(reason: string): Promise<number> {
    const { values } = await this.app.get(Metrics).deadLetters.get();
    return values.find(({ labels }) => labels.reason === reason)?.value ?? 0;
  }

  close(): Promise<void> {
    return closeFinance(this.app);
  }
}
