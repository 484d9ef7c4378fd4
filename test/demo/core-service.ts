import { randomUUID } from 'node:crypto';
import type { OrderAnswer } from '../../demo/judge.js';
import type { Broker, BrokerMessage } from '../../src/broker/broker.js';
import type { MessageFormat } from '../../src/contracts/codec.js';
import { createDecoder } from '../../src/contracts/decode-message.js';
import { createEncoder } from '../../src/contracts/encode-command.js';
import { eventExchanges, financeQueue } from '../../src/contracts/topology.js';
import { Currency } from '../../src/kernel/currency.js';
import { MessageId, type OrderId } from '../../src/kernel/ids.js';
import { formatMoney } from '../../src/kernel/money.js';
import type { Caused } from '../../src/order/cause.js';
import { decide } from '../../src/order/decide.js';
import type { OrderEvent } from '../../src/order/event.js';
import { fold } from '../../src/order/evolve.js';
import type { OrderInput } from '../../src/order/input.js';
import type { OutgoingCommand } from '../../src/order/outgoing-command.js';
import type { MemoryHub } from './memory-broker.js';

type Record = { readonly events: Caused<OrderEvent>[]; readonly inbox: Set<string> };

/** Passes a command on, changes it, holds it back or sends it twice. */
export type Sabotage = (type: string, message: BrokerMessage) => readonly BrokerMessage[];

const USD = Currency('USD');

/** The real rules and the real codecs on a broker in memory: the service without its machinery. */
export class CoreService {
  readonly #orders = new Map<string, Record>();
  /** The attempt that each order's wake-up is set for. */
  readonly #timers = new Map<OrderId, number>();
  readonly #policy = { maxAttempts: 3, retryTimeoutMs: 1_800_000, checkoutWaitMs: 60_000, currency: USD };
  readonly #decode;
  readonly #encode;
  readonly #broker: Broker;

  constructor(
    hub: MemoryHub,
    format: MessageFormat,
    private readonly sabotage: Sabotage = (_type, message) => [message],
  ) {
    this.#decode = createDecoder({ format, defaultCurrency: USD });
    this.#encode = createEncoder({ format, defaultCurrency: USD });
    this.#broker = hub.connect();
  }

  async open(): Promise<void> {
    await this.#broker.consume({ queue: financeQueue, exchanges: eventExchanges, prefetch: 100 }, ({ message }) => {
      const decoded = this.#decode(message);
      if (!decoded.ok) throw new Error(decoded.fault.detail);
      const { orderId, input } = decoded.event;
      const record = this.#record(orderId);
      if (record.inbox.has(input.cause.messageId)) return;
      record.inbox.add(input.cause.messageId);
      this.#advance(orderId, input);
    });
  }

  /** Lets all wake-ups fall due at once. @returns how many there were */
  fallDue(): number {
    const due = [...this.#timers];
    this.#timers.clear();
    for (const [orderId, attempt] of due) {
      const messageId = MessageId(`timer:${attempt}`);
      const cause = { messageId, conversationId: null, traceparent: null, actor: 'timer' };
      this.#advance(orderId, { body: { type: 'TimeoutElapsed', attempt }, cause });
    }
    return due.length;
  }

  order(orderId: string): OrderAnswer['order'] {
    const record = this.#record(orderId);
    const state = fold(record.events);
    if (state.status === 'None' || state.status === 'Awaiting') return null;
    const { fullName, email, total } = state.details;
    return {
      id: orderId,
      state: state.status,
      fullName,
      email,
      totalMoney: total === null ? null : formatMoney(total),
      timeoutRetryCount: state.timeoutRetryCount,
      version: record.events.length,
    };
  }

  answer(orderId: string): OrderAnswer {
    return { order: this.order(orderId), timeline: this.#record(orderId).events.map(({ body }) => body.type) };
  }

  #advance(orderId: OrderId, input: Caused<OrderInput>): void {
    const record = this.#record(orderId);
    const decision = decide(fold(record.events), input, this.#policy);
    record.events.push(...decision.events);
    for (const command of decision.commands) this.#publish(orderId, command);
    if (decision.wake.kind === 'clear') this.#timers.delete(orderId);
    const state = fold(record.events);
    if (decision.wake.kind === 'set' && state.status === 'Placed') this.#timers.set(orderId, state.timeoutRetryCount);
  }

  #publish(orderId: OrderId, command: Caused<OutgoingCommand>): void {
    const messageId = MessageId(randomUUID());
    const { type, destination, contentType, headers, body } = this.#encode(command, {
      messageId,
      orderId,
      sentAt: new Date(),
    });
    for (const message of this.sabotage(type, { messageId, contentType, headers, body: Buffer.from(body) }))
      void this.#broker.publish({ exchange: destination }, message);
  }

  #record(orderId: string): Record {
    const known = this.#orders.get(orderId);
    if (known !== undefined) return known;
    const made: Record = { events: [], inbox: new Set() };
    this.#orders.set(orderId, made);
    return made;
  }
}
