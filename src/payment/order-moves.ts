import { type Answer, facts, ignored } from './answer.js';
import { orderEnded } from './conclude.js';
import type { Given, InputOf } from './input.js';
import type { NoPayment, NotNeeded, OrderStanding, Payment } from './state.js';

export function place(_state: NoPayment, { body }: Given<InputOf<'OrderPlaced'>>): Answer {
  const { orderId, total, method } = body;
  return total.minor === 0n
    ? facts({ type: 'PaymentNotNeeded', method, currency: total.currency })
    : facts({ type: 'PaymentRequested', orderId, total, method });
}

/** The checkout named no total, and a later event did: the method is still the checkout's. */
export function placeLater(state: NotNeeded, { body }: Given<InputOf<'OrderPlaced'>>): Answer {
  if (state.ended) return ignored('OrderAlreadyEnded');
  if (body.total.minor === 0n) return ignored('AlreadyPlaced');
  const { orderId, total } = body;
  return facts({ type: 'PaymentRequested', orderId, total, method: body.method ?? state.method });
}

/** An order that owes nothing. */
export const moveWithoutPayment = (to: OrderStanding) => (state: NotNeeded) =>
  state.ended ? ignored('OrderAlreadyEnded') : facts({ type: 'OrderMoved', to });

/** Noted whatever the payment is at; what it makes of it, `pursue` says, now or when an operation has its outcome. */
export const move = (to: OrderStanding) => (state: Payment) =>
  state.order === 'Placed' ? facts({ type: 'OrderMoved', to }) : ignored('OrderAlreadyEnded');

export function giveMethod(state: Payment, { body: { method } }: Given<InputOf<'MethodGiven'>>): Answer {
  if (orderEnded(state)) return ignored('OrderAlreadyEnded');
  if (state.stage !== 'Unauthorized' && state.stage !== 'Ended') return ignored('MethodNotNeeded');
  const given = { type: 'MethodGiven', method } as const;
  return state.review === null ? facts(given) : facts({ type: 'ReviewEnded' }, given);
}
