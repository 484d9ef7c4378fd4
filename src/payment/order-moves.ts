import { type Answer, facts, ignored } from './answer.js';
import { orderEnded } from './conclude.js';
import type { Given, InputOf } from './input.js';
import type { NoPayment, OrderStanding, Payment } from './state.js';

export function place(_state: NoPayment, { body }: Given<InputOf<'OrderPlaced'>>): Answer {
  const { orderId, total, method } = body;
  return total.minor === 0n
    ? facts({ type: 'PaymentNotNeeded' })
    : facts({ type: 'PaymentRequested', orderId, total, method });
}

/** Noted whatever the payment is at; what it makes of it, `pursue` says, now or when an operation has its outcome. */
export const move = (to: OrderStanding) => (state: Payment) =>
  state.order === 'Placed' ? facts({ type: 'OrderMoved', to }) : ignored('OrderAlreadyEnded');

export function giveMethod(state: Payment, { body: { method } }: Given<InputOf<'MethodGiven'>>): Answer {
  if (orderEnded(state)) return ignored('OrderAlreadyEnded');
  if (state.stage !== 'Unauthorized' && state.stage !== 'Ended') return ignored('MethodNotNeeded');
  const given = { type: 'MethodGiven', method } as const;
  return state.review === null ? facts(given) : facts({ type: 'ReviewEnded' }, given);
}
