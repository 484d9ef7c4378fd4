import type { Awaited, CommandName, EventName, Fate, OrderStateName, Saying } from './fate.js';
import { emptyUuid, newTraceId, pick, type Random, uuidV7 } from './random.js';

/** An amount as one neighbour writes it, and as the service must write it: all digits, as a string. */
export type Total = { readonly wire: string; readonly as: 'string' | 'number'; readonly exact: string };

type Contact = { readonly fullName: string | null; readonly email: string | null };

/** What belongs together for the neighbours: MassTransit's conversation, and the trace. */
export type Conversation = { readonly id: string; readonly traceId: string };

/** What is true of one order. */
export type Order = Contact & {
  readonly id: string;
  readonly basketId: string;
  readonly total: Total;
  readonly fate: Fate;
  /** The gateway's token that the customer pays with; null: the checkout doesn't say. */
  readonly paymentMethod: string | null;
  readonly conversations: Readonly<Record<EventName, Conversation>>;
};

/** What an event says: the fields of its contract. */
export type Claim = Contact & {
  readonly orderId: string;
  readonly basketId: string;
  readonly total: Total;
  readonly paymentMethod: string | null;
};

export type CommandFields = Readonly<Record<string, string | null>>;

export type ExpectedCommand = {
  readonly type: CommandName;
  readonly causedBy: Awaited['causedBy'];
  readonly fields: CommandFields;
  readonly conversation: Conversation;
};

/** What must be seen of an order when all is said. Plain data: it goes to the checking process. */
export type Expectation = {
  readonly orderId: string;
  readonly fate: string;
  readonly state: OrderStateName;
  readonly fullName: string | null;
  readonly email: string | null;
  readonly totalMoney: string;
  readonly timeoutRetryCount: number;
  readonly timeline: readonly string[];
  readonly ignored: number;
  /** Its payment's facts stand on the timeline too. */
  readonly pays: boolean;
  readonly commands: readonly ExpectedCommand[];
};

const nobody: Contact = { fullName: null, email: null };
const admin: Contact = { fullName: 'An Admin', email: 'admin@example.test' };
const zero: Total = { wire: '0', as: 'string', exact: '0.00' };
const another: Total = { wire: '1.99', as: 'string', exact: '1.99' };

const names = [
  'Mai Tran',
  'Zoë Brontë',
  'Nguyễn Thị Minh',
  '李小龍',
  "Seán O'Neill",
  'Анна Каренина',
  'Ana María "Ani" Ruiz',
] as const;

function totalFrom(random: Random): Total {
  const whole = 5 + Math.floor(random() * 240);
  const tenths = Math.floor(random() * 10);
  return pick<() => Total>(random, [
    () => ({ wire: `${whole}.${tenths}9`, as: 'string', exact: `${whole}.${tenths}9` }),
    () => ({ wire: `${whole}.${tenths}0`, as: 'string', exact: `${whole}.${tenths}0` }),
    () => ({ wire: `${whole}.${tenths}5`, as: 'number', exact: `${whole}.${tenths}5` }),
    () => ({ wire: `${whole}`, as: 'number', exact: `${whole}.00` }),
    // decimal keeps its scale, so zeros beyond the cents are nothing wrong.
    () => ({ wire: `${whole}.${tenths}000`, as: 'string', exact: `${whole}.${tenths}0` }),
    // More digits than a double holds.
    () => ({
      wire: `90071992547409${(whole % 90) + 10}.${tenths}1`,
      as: 'number',
      exact: `90071992547409${(whole % 90) + 10}.${tenths}1`,
    }),
  ])();
}

export function orderFrom(random: Random, fate: Fate, paymentMethod: string | null): Order {
  const fullName = pick(random, names);
  const email = `customer.${Math.floor(random() * 1e6)}@example.test`;
  const total = totalFrom(random);
  const ids = { id: uuidV7(), basketId: uuidV7() };
  return { ...ids, fullName, email, total, fate, paymentMethod, conversations: conversations() };
}

/** Basket answers inside the checkout's conversation; completing and cancelling are requests of their own to Ordering. */
function conversations(): Order['conversations'] {
  const begin = (): Conversation => ({ id: uuidV7(), traceId: newTraceId() });
  const checkout = begin();
  return {
    UserCheckedOutIntegrationEvent: checkout,
    BasketDeletedCompleteIntegrationEvent: checkout,
    BasketDeletedFailedIntegrationEvent: checkout,
    OrderStatusChangedToCompleteIntegrationEvent: begin(),
    OrderStatusChangedToCancelIntegrationEvent: begin(),
  };
}

function contactIn(order: Order, contact: Saying['contact']): Contact {
  if (contact === 'nobody') return nobody;
  if (contact === 'blank') return { fullName: '   ', email: '   ' };
  if (contact === 'an admin') return admin;
  return { fullName: order.fullName, email: order.email };
}

function totalIn(order: Order, total: Saying['total']): Total {
  if (total === undefined) return order.total;
  return total === 'zero' ? zero : another;
}

export function claimOf(order: Order, { contact, total, basket }: Saying = {}): Claim {
  return {
    ...contactIn(order, contact),
    orderId: order.id,
    basketId: basket === 'unknown' ? emptyUuid : order.basketId,
    total: totalIn(order, total),
    paymentMethod: order.paymentMethod,
  };
}

type Field = 'orderId' | 'basketId' | 'fullName' | 'email' | 'totalMoney';

/** Facts of the contracts, section 2, without `id` and `creationDate`. */
export const commandFields = {
  PlaceOrderCommand: ['basketId', 'fullName', 'email', 'orderId', 'totalMoney'],
  DeleteBasketCompleteCommand: ['orderId', 'totalMoney'],
  DeleteBasketFailedCommand: ['basketId', 'email', 'orderId', 'totalMoney'],
  CompleteOrderCommand: ['orderId', 'fullName', 'email', 'totalMoney'],
  CancelOrderCommand: ['orderId', 'fullName', 'email', 'totalMoney'],
} as const satisfies Record<CommandName, readonly Field[]>;

export const eventFields = {
  UserCheckedOutIntegrationEvent: ['orderId', 'basketId', 'fullName', 'email', 'totalMoney'],
  BasketDeletedCompleteIntegrationEvent: ['orderId', 'basketId', 'totalMoney'],
  BasketDeletedFailedIntegrationEvent: ['orderId', 'basketId', 'email', 'totalMoney'],
  OrderStatusChangedToCompleteIntegrationEvent: ['orderId', 'basketId', 'fullName', 'email', 'totalMoney'],
  OrderStatusChangedToCancelIntegrationEvent: ['orderId', 'basketId', 'fullName', 'email', 'totalMoney'],
} as const satisfies Record<EventName, readonly Field[]>;

function expectCommand(order: Order, { type, causedBy, ...says }: Awaited): ExpectedCommand {
  const { total, ...claim } = claimOf(order, says);
  const all: Record<Field, string | null> = { ...claim, totalMoney: total.exact };
  const fields = Object.fromEntries(commandFields[type].map((field) => [field, all[field]]));
  const cause = causedBy === 'timer' ? 'UserCheckedOutIntegrationEvent' : causedBy;
  return { type, causedBy, fields, conversation: order.conversations[cause] };
}

export function expectationOf(order: Order): Expectation {
  const { commands, contact, state, timeline, ignored, timeoutRetryCount } = order.fate.expect;
  return {
    ...contactIn(order, contact),
    orderId: order.id,
    fate: order.fate.name,
    state,
    totalMoney: order.total.exact,
    timeoutRetryCount,
    timeline,
    ignored,
    pays: order.paymentMethod !== null,
    commands: commands.map((command) => expectCommand(order, command)),
  };
}
