import { assertNever } from '../kernel/assert-never.js';
import type { Currency } from '../kernel/currency.js';
import { OperationId, type OrderId } from '../kernel/ids.js';
import type { Caused } from '../order/cause.js';
import { decide } from '../order/decide.js';
import type { Decision } from '../order/decision.js';
import type { OrderEvent } from '../order/event.js';
import type { OrderInput } from '../order/input.js';
import type { OrderState } from '../order/state.js';
import { decide as decidePayment } from '../payment/decide.js';
import type { PaymentDecision } from '../payment/decision.js';
import { fold as foldPayment } from '../payment/evolve.js';
import { isGatewaysWord, isPaymentNews, type OrderMove, type PaymentInput } from '../payment/input.js';
import type { PaymentMethod } from '../payment/operation.js';
import type { PaymentPolicy } from '../payment/policy.js';
import type { PaymentState } from '../payment/state.js';
import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import type { Policy } from '../order/policy.js';
import type { AnyInput } from '../saga/order-writer.js';

/** An order with its payment: what one input may move both of. */
export type Joint = { readonly state: OrderState; readonly payment: PaymentState };

/** What the rules of an order need, and those of its payment; null where payments are off. */
export type JointRules = {
  readonly policy: Policy;
  readonly payments: { readonly policy: PaymentPolicy } | null;
  readonly ids: Ids;
  readonly clock: Clock;
};

export type OrderPart = { readonly of: 'order'; readonly decision: Decision };
/** The decision is about `input`, and leads from one state of the payment to the other. */
export type PaymentPart = {
  readonly of: 'payment';
  readonly input: PaymentInput;
  readonly at: Date;
  readonly decision: PaymentDecision;
  readonly before: PaymentState;
  readonly after: PaymentState;
};

/** What an input comes to: the decisions of the order and of its payment, each following from the one before. */
export type Parts = readonly [OrderPart | PaymentPart, ...(OrderPart | PaymentPart)[]];

/**
 * An order's input moves its payment by what the order made of it; a payment's input moves the order only by a hard decline,
 * which fails it.
 */
export function decideJointly(orderId: OrderId, joint: Joint, input: Caused<AnyInput>, rules: JointRules): Parts {
  const { body, cause } = input;
  if (!isPaymentNews(body)) return ofOrder(orderId, joint, { body, cause }, rules);
  const first = ofPayment(joint.payment, body, rules);
  if (first.decision.verdict === null) return [first];
  const declined: Caused<OrderInput> = { body: { type: 'PaymentDeclined' }, cause };
  return [first, ...ofOrder(orderId, { ...joint, payment: first.after }, declined, rules)];
}

function ofOrder(orderId: OrderId, { state, payment }: Joint, input: Caused<OrderInput>, rules: JointRules): Parts {
  const decision = decide(state, input, rules.policy);
  const order: OrderPart = { of: 'order', decision };
  if (rules.payments === null || decision.outcome !== 'advanced') return [order];
  const checkout = { orderId, method: methodOf(input.body), currency: rules.policy.currency };
  const events = decision.events.map(({ body }) => body);
  const isDead = events.some(({ type }) => deadEnds.has(type));
  const followed: PaymentPart[] = [];
  let standing = payment;
  for (const event of events) {
    // A total that comes with a dead end would be held for nothing, and given back.
    if (event.type === 'DetailsFilled' && isDead) continue;
    const move = moveOf(event, standing, checkout);
    if (move === null) continue;
    const part = ofPayment(standing, move, rules);
    followed.push(part);
    standing = part.after;
  }
  return [order, ...followed];
}

function ofPayment(before: PaymentState, input: PaymentInput, rules: JointRules): PaymentPart {
  if (rules.payments === null) throw new PaymentsAreOff(input);
  const at = rules.clock.now();
  const given = { body: input, operationId: OperationId(rules.ids.next()), at };
  const decision = withoutOldNews(input, decidePayment(before, given, rules.payments.policy));
  return { of: 'payment', input, at, decision, before, after: foldPayment(decision.events, before) };
}

/**
 * What the gateway says and changes nothing leaves no event: that would raise the version, and refuse an operator's command although
 * nothing has changed for them. That it has been heard stands in the inbox.
 */
const withoutOldNews = (input: PaymentInput, decision: PaymentDecision): PaymentDecision =>
  decision.outcome === 'ignored' && isGatewaysWord(input) ? { ...decision, events: [] } : decision;

const deadEnds: ReadonlySet<OrderEvent['type']> = new Set([
  'OrderCancelled',
  'OrderTimedOut',
  'BasketDeletionFailed',
  'PaymentDeclined',
] as const);

const methodOf = (input: OrderInput): PaymentMethod | null =>
  input.type === 'UserCheckedOut' && input.paymentMethod !== undefined ? { token: input.paymentMethod } : null;

type Checkout = { readonly orderId: OrderId; readonly method: PaymentMethod | null; readonly currency: Currency };

/** What an event of the order means to its payment; null for nothing. */
function moveOf(event: OrderEvent, payment: PaymentState, { orderId, method, currency }: Checkout): OrderMove | null {
  if (event.type === 'OrderPlaced')
    return { type: 'OrderPlaced', orderId, method, total: event.details.total ?? { minor: 0n, currency } };
  // An order from before payments were switched on has none, and gets none.
  if (payment.stage === 'None') return null;
  switch (event.type) {
    case 'DetailsFilled': {
      const total = event.filled.total ?? null;
      return total === null || payment.stage !== 'NotNeeded' ? null : { type: 'OrderPlaced', orderId, method, total };
    }
    case 'OrderCompleted':
    case 'OrderCancelled':
      return { type: event.type };
    case 'OrderTimedOut':
    case 'BasketDeletionFailed':
    case 'PaymentDeclined':
      return { type: 'OrderFailed' };
    case 'InputDeferred':
    case 'CheckoutWaitExpired':
    case 'DetailsDisagreed':
    case 'PlaceOrderRetried':
    case 'BasketDeleted':
    case 'InputIgnored':
      return null;
    default:
      return assertNever(event);
  }
}

/** An input that only a payment could answer, while there are none. */
export class PaymentsAreOff extends Error {
  readonly code = 'STORE.PAYMENTS_OFF';
  constructor({ type }: PaymentInput) {
    super(`${type} can't be decided: payments are switched off`);
  }
}
