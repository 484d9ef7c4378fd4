import { type Answer, facts, ignored } from './answer.js';
import { orderEnded } from './conclude.js';
import type { Given, InputOf } from './input.js';
import type { NoPayment, NotNeeded, OrderStanding, Payment } from './state.js';

export function place(_state: NoPayment | NotNeeded, { body }: Given<InputOf<'OrderPlaced'>>): Answer {
  const { orderId, total, method } = body;
  return total.minor === 0n
    ? facts({ type: 'PaymentNotNeeded' })
    : facts({ type: 'PaymentRequested', orderId, total, method });
}

/** The checkout named no total, and a later event did. */
export function placeLater(state: NotNeeded, given: Given<InputOf<'OrderPlaced'>>): Answer {
  if (state.ended) return ignored('OrderAlreadyEnded');
  return given.body.total.minor === 0n ? ignored('AlreadyPlaced') : place(state, given);
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
