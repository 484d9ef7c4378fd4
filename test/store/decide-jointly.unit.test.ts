import { describe, expect, it } from '@jest/globals';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import type { OrderInput } from '../../src/order/input.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { decideSteps } from '../../src/store/decide-steps.js';
import { absentOrder, type StoredOrder } from '../../src/store/tables.js';
import type { PaymentState } from '../../src/payment/state.js';
import { claimOf, policy } from '../order/order-life.js';
import { policy as paymentPolicy } from '../payment/payment-life.js';

const orderId = OrderId('019a9b5e-7c1c-7000-8000-0000000000b1');
const encoded = { type: '', destination: '', contentType: '', headers: {}, body: '' };
const rules = {
  ...{ policy, ids: new UuidV7Ids(), clock: new SystemClock(), encode: () => encoded },
  payments: { policy: paymentPolicy, announce: () => encoded },
};

/** The payment that an order's inputs lead to, each in a step of its own or all in one write. */
function paymentAfter(...inputs: readonly OrderInput[]): PaymentState {
  let stored: StoredOrder = absentOrder;
  for (const [index, body] of inputs.entries()) {
    const cause = { messageId: MessageId(`m ${index}`), conversationId: null, traceparent: null, actor: 'test' };
    const { write } = decideSteps(orderId, stored, [{ orderId, input: { body, cause } }], () => false, rules);
    stored = write?.order ?? stored;
  }
  return stored.payment;
}

const nothing = claimOf({ total: null });
const checkout: OrderInput = { type: 'UserCheckedOut', claim: nothing, paymentMethod: 'tok_of_the_checkout' };
const total = claimOf({}).total;

describe('a total that comes after its checkout', () => {
  it.each(['BasketDeleted', 'OrderCompleted'] as const)('is authorized with the checkout’s method: in %s', (type) => {
    expect(paymentAfter(checkout, { type, claim: claimOf({}) })).toMatchObject({
      stage: 'Authorizing',
      work: { operation: { amount: total, method: { token: 'tok_of_the_checkout' } } },
    });
  });

  it('is so as well where its event overtook the checkout', () => {
    expect(paymentAfter({ type: 'BasketDeleted', claim: claimOf({}) }, checkout)).toMatchObject({
      stage: 'Authorizing',
      work: { operation: { amount: total, method: { token: 'tok_of_the_checkout' } } },
    });
  });

  it.each(['OrderCancelled', 'BasketDeletedFailed'] as const)(
    'isn’t asked for where the order dies of it: %s',
    (type) => {
      expect(paymentAfter(checkout, { type, claim: claimOf({}) })).toMatchObject({ stage: 'NotNeeded', ended: true });
    },
  );
});
