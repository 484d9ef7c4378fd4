import { v7 } from 'uuid';
import { Currency } from '../../src/kernel/currency.js';
import { BasketId, MessageId, OrderId } from '../../src/kernel/ids.js';
import type { Details } from '../../src/order/details.js';
import type { IntegrationInput } from '../../src/order/input.js';
import type { GroupCommit } from '../../src/store/group-commit.js';

type InputType = IntegrationInput['type'];

/** What orders come to, and how many of a hundred: most are done, a few are under way. */
const fates: readonly { readonly inputs: readonly InputType[]; readonly ofHundred: number }[] = [
  { inputs: ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'], ofHundred: 85 },
  { inputs: ['UserCheckedOut', 'BasketDeleted', 'OrderCancelled'], ofHundred: 5 },
  { inputs: ['UserCheckedOut', 'BasketDeletedFailed'], ofHundred: 5 },
  { inputs: ['UserCheckedOut', 'BasketDeleted'], ofHundred: 5 },
];

export type Exemplar = { readonly orderId: OrderId; readonly ofHundred: number };

/** One order of each fate, lived through the store itself. */
export const liveExemplars = (store: GroupCommit): Promise<readonly Exemplar[]> =>
  Promise.all(
    fates.map(async ({ inputs, ofHundred }) => {
      const orderId = OrderId(v7());
      const claim = someDetails();
      for (const type of inputs) await advance(store, orderId, { type, claim });
      return { orderId, ofHundred };
    }),
  );

/** A hundred slots, each with the exemplar that stands for it, the fates spread evenly. */
export function mixOf(exemplars: readonly Exemplar[]): readonly OrderId[] {
  const slots = exemplars.flatMap(({ orderId, ofHundred }) =>
    Array.from({ length: ofHundred }, (_, index) => ({ orderId, place: (index + 0.5) / ofHundred })),
  );
  return slots.toSorted((a, b) => a.place - b.place).map(({ orderId }) => orderId);
}

/** One checked-out order, whose one command waits for the relay. */
export async function liveCheckout(store: GroupCommit): Promise<OrderId> {
  const orderId = OrderId(v7());
  await advance(store, orderId, { type: 'UserCheckedOut', claim: someDetails() });
  return orderId;
}

const someDetails = (): Details => ({
  basketId: BasketId(v7()),
  fullName: 'Ada Lovelace',
  email: 'ada.lovelace@example.com',
  total: { minor: 12_345n, currency: Currency('USD') },
});

async function advance(store: GroupCommit, orderId: OrderId, body: IntegrationInput): Promise<void> {
  const actor = 'rabbitmq://localhost/ordering';
  const cause = { messageId: MessageId(v7()), conversationId: v7(), traceparent: null, actor };
  await store.advance({ orderId, input: { body, cause } });
}
