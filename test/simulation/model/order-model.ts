import type { OrderInput } from '../../../src/order/input.js';
import type { Said } from '../workload/neighbours-message.js';

/** An input as the model takes it: what a neighbour said, or a timer with the attempt that it was set for. */
export type ModelInput = {
  readonly type: OrderInput['type'];
  readonly cause: string;
  readonly said: Said | null;
  readonly attempt: number;
};

type Field = keyof Said;
const fields: readonly Field[] = ['fullName', 'email', 'basketId', 'totalMoney'];

/** What a neighbour writes where it knows nothing. */
const isSaid = (value: string | null): value is string => value !== null && value.trim() !== '' && value !== '0';

/**
 * The rules of an order once more, in the simplest way that does: from the table in DESIGN and behaviours.json, not from the
 * core's code. Its facts are the events' types with their causes.
 */
export class OrderModel {
  status: 'None' | 'Awaiting' | 'Placed' | 'Completed' | 'Cancelled' | 'Failed' = 'None';
  retries = 0;
  expiries = 0;
  basketDeleted = false;
  readonly known: Record<Field, string | null> = { fullName: null, email: null, basketId: null, totalMoney: null };
  readonly facts: string[] = [];
  readonly commands: string[] = [];
  waiting: ModelInput[] = [];

  constructor(private readonly maxAttempts: number) {}

  apply(input: ModelInput): void {
    if (this.status === 'None' || this.status === 'Awaiting') this.applyUnplaced(input);
    else if (this.status === 'Placed') this.applyPlaced(input);
    else this.ignore(input);
  }

  private applyUnplaced(input: ModelInput): void {
    const { type, attempt } = input;
    if (type === 'UserCheckedOut') this.place(input);
    else if (type === 'TimeoutElapsed') this.ignore(input);
    else if (type !== 'CheckoutWaitElapsed') {
      this.status = 'Awaiting';
      this.waiting.push(input);
      this.fact('InputDeferred', input);
    } else if (attempt !== this.expiries || this.waiting.length === 0) this.ignore(input);
    else {
      this.expiries += 1;
      this.waiting = [];
      this.fact('CheckoutWaitExpired', input);
    }
  }

  private place(input: ModelInput): void {
    this.status = 'Placed';
    this.fact('OrderPlaced', input);
    for (const field of fields) this.known[field] = claimed(input, field);
    this.command('PlaceOrderCommand', input);
    for (const early of this.waiting.splice(0)) this.apply(early);
  }

  private applyPlaced(input: ModelInput): void {
    switch (input.type) {
      case 'BasketDeleted':
        this.deleteBasket(input);
        break;
      case 'BasketDeletedFailed':
        if (this.basketDeleted) this.ignore(input);
        else this.end(input, 'Failed', 'BasketDeletionFailed', 'DeleteBasketFailedCommand');
        break;
      case 'OrderCompleted':
        this.end(input, 'Completed', 'OrderCompleted', 'CompleteOrderCommand');
        break;
      case 'OrderCancelled':
        this.end(input, 'Cancelled', 'OrderCancelled', 'CancelOrderCommand');
        break;
      case 'PaymentDeclined':
        this.end(input, 'Failed', 'PaymentDeclined', 'CancelOrderCommand');
        break;
      case 'TimeoutElapsed':
        this.timeOut(input);
        break;
      default:
        this.ignore(input);
    }
  }

  private deleteBasket(input: ModelInput): void {
    if (this.basketDeleted) {
      this.ignore(input);
      return;
    }
    this.learn(input);
    this.basketDeleted = true;
    this.fact('BasketDeleted', input);
    this.command('DeleteBasketCompleteCommand', input);
  }

  private timeOut(input: ModelInput): void {
    if (this.basketDeleted || input.attempt !== this.retries) {
      this.ignore(input);
      return;
    }
    this.retries += 1;
    if (this.retries >= this.maxAttempts) {
      this.end(input, 'Failed', 'OrderTimedOut', 'CancelOrderCommand');
      return;
    }
    this.fact('PlaceOrderRetried', input);
    this.command('PlaceOrderCommand', input);
  }

  private end(input: ModelInput, status: OrderModel['status'], fact: string, command: string): void {
    this.learn(input);
    this.status = status;
    this.fact(fact, input);
    const isLetter = command === 'CompleteOrderCommand' || command === 'CancelOrderCommand';
    if (!isLetter || this.known.email !== null) this.command(command, input);
  }

  private learn(input: ModelInput): void {
    const claims = fields.filter((field) => claimed(input, field) !== null);
    const filled = claims.filter((field) => this.known[field] === null);
    if (filled.length > 0) this.fact('DetailsFilled', input);
    if (claims.some((field) => !filled.includes(field) && this.known[field] !== claimed(input, field)))
      this.fact('DetailsDisagreed', input);
    for (const field of filled) this.known[field] = claimed(input, field);
  }

  private ignore(input: ModelInput): void {
    this.fact('InputIgnored', input);
  }

  private fact(type: string, { cause }: ModelInput): void {
    this.facts.push(`${type} by ${cause}`);
  }

  private command(name: string, { cause }: ModelInput): void {
    this.commands.push(`${name} by ${cause}`);
  }
}

function claimed({ said }: ModelInput, field: Field): string | null {
  const value = said?.[field] ?? null;
  return isSaid(value) ? value : null;
}
