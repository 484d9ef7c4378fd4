import type { BrokerMessage } from '../../src/broker/broker.js';
import { type CommandName, type EventName, recipients } from './fate.js';
import { Latencies } from './latency.js';
import { beginLife, type Life, type Receipt, type Receiver } from './life.js';
import type { Order } from './plan.js';
import type { IncomingCommand } from './wire.js';

/** How often a message may still be noted as a stray: one broken service must not fill the memory. */
const mostStrays = 1_000;
/** An order that waits for a command and hears nothing for that long is handed over as it is. Longer than a silent basket's timer. */
const patienceMs = 30_000;

const answers = {
  DeleteBasketCompleteCommand: ['BasketDeletedCompleteIntegrationEvent'],
  DeleteBasketFailedCommand: ['BasketDeletedFailedIntegrationEvent'],
  CompleteOrderCommand: ['OrderStatusChangedToCompleteIntegrationEvent'],
  CancelOrderCommand: ['OrderStatusChangedToCancelIntegrationEvent'],
  PlaceOrderCommand: [],
} as const satisfies Record<CommandName, readonly EventName[]>;

export type Received = 'first' | 'repeat' | 'foreign';

/** The book of all orders under way: what was published for each, and who received which command. */
export class Lives {
  readonly latencies = new Latencies();
  readonly strays: string[] = [];
  readonly #lives = new Map<string, Life>();
  readonly #bodies = new Map<string, Buffer>();
  placed = 0;
  received = 0;
  repeats = 0;
  foreign = 0;
  unfinished = 0;
  #waitForTimers = 0;
  #firstPlacedAt: number | null = null;
  #lastPlacedAt = 0;

  /** @param onFinished hears of each order once: all its steps are published and all its commands have come, or nothing comes any more. */
  constructor(private readonly onFinished: (orderId: string) => void) {}

  begin(order: Order): Life {
    const life = beginLife(order, performance.now());
    this.#lives.set(order.id, life);
    this.placed += 1;
    this.#firstPlacedAt ??= life.lastActivity;
    this.#lastPlacedAt = life.lastActivity;
    this.unfinished += 1;
    this.#waitForTimers += waitsForTimer(life) ? 1 : 0;
    return life;
  }

  /** From the first order to the last one so far. */
  get placingMs(): number {
    return this.#lastPlacedAt - (this.#firstPlacedAt ?? this.#lastPlacedAt);
  }

  /** Orders under way that aren't waiting for a timer: what the service should answer now. */
  get owed(): number {
    return this.unfinished - this.#waitForTimers;
  }

  get(orderId: string): Life | undefined {
    return this.#lives.get(orderId);
  }

  /** What the judge is done with. */
  forget(orderId: string): void {
    const life = this.#lives.get(orderId);
    for (const { by, messageId } of life?.receipts ?? []) this.#bodies.delete(`${by} ${messageId}`);
    this.#lives.delete(orderId);
  }

  stray(what: string): void {
    if (this.strays.length < mostStrays) this.strays.push(what);
  }

  publishing(life: Life, event: EventName, messageId: string): void {
    life.sent[event] = [...(life.sent[event] ?? []), messageId];
    if (!life.published.has(event)) life.published.set(event, performance.now());
  }

  published(life: Life): void {
    life.stepsLeft -= 1;
    this.#touched(life);
  }

  /** Notes a command; the caller acts on the first receipt only, as an inbox would have it. */
  receive(by: Receiver, command: IncomingCommand, message: BrokerMessage): Received {
    this.received += by === 'Auditor' ? 0 : 1;
    const life = this.#lives.get(String(command.data['orderId']));
    if (life === undefined) {
      this.foreign += by === 'Auditor' ? 1 : 0;
      return 'foreign';
    }
    const index = life.receipts.findIndex((seen) => seen.by === by && seen.messageId === command.messageId);
    const known = life.receipts[index];
    if (known === undefined) this.#first(life, by, command, message);
    else life.receipts[index] = this.#repeat(known, message);
    this.#touched(life);
    return known === undefined ? 'first' : 'repeat';
  }

  /** Hands over the orders that wait in vain. */
  sweep(now: number = performance.now()): void {
    for (const life of this.#lives.values())
      if (!life.finished && now - life.lastActivity > patienceMs) this.#finish(life);
  }

  #first(life: Life, by: Receiver, command: IncomingCommand, message: BrokerMessage): void {
    const { name: type, ...rest } = command;
    const taken = this.#bodies.has(`${by} ${command.messageId}`);
    const faults = taken ? [...rest.faults, `the message id ${command.messageId} is another order's too`] : rest.faults;
    const earlier = life.receipts.some((seen) => seen.by === by && seen.type === type);
    if (by !== 'Auditor' && !earlier) this.#measure(life, type);
    this.#bodies.set(`${by} ${command.messageId}`, message.body);
    life.receipts.push({ ...rest, faults, by, type, repeats: 0 });
  }

  #repeat(known: Receipt, message: BrokerMessage): Receipt {
    this.repeats += 1;
    const same = this.#bodies.get(`${known.by} ${known.messageId}`)?.equals(message.body) === true;
    const faults = same ? known.faults : [...known.faults, 'came again with the same message id and another body'];
    return { ...known, faults, repeats: known.repeats + 1 };
  }

  // From the publishing of the event that causes the command: the later one of the checkout and the event itself.
  #measure(life: Life, type: CommandName): void {
    const causes: readonly EventName[] = ['UserCheckedOutIntegrationEvent', ...answers[type]];
    const times = causes.map((event) => life.published.get(event));
    const known = times.filter((time) => time !== undefined);
    // A command that only a timer can have caused has no event to measure from.
    if (known.length === causes.length) this.latencies.add(performance.now() - Math.max(...known));
  }

  #touched(life: Life): void {
    life.lastActivity = performance.now();
    if (!life.finished && life.stepsLeft === 0 && hasAll(life)) this.#finish(life);
  }

  #finish(life: Life): void {
    life.finished = true;
    this.unfinished -= 1;
    this.#waitForTimers -= waitsForTimer(life) ? 1 : 0;
    this.onFinished(life.order.id);
  }
}

const waitsForTimer = ({ order }: Life): boolean => order.fate.expect.timeoutRetryCount > 0;

function hasAll({ order, receipts }: Life): boolean {
  const due = order.fate.expect.commands.flatMap(({ type }): readonly Receiver[] => ['Auditor', ...recipients[type]]);
  return receipts.length >= due.length;
}
