import { pick, type Random, shuffled, uuidV7 } from '../../demo/neighbours/random.js';
import type { BrokerMessage } from '../../src/broker/broker.js';
import { massTransit } from '../service/envelopes.js';
import { methodFrom } from './methods.js';
import type { Wish } from './refund-desk.js';

/** One message of a story, with the pause before it. */
export type Line = { readonly afterMs: number; readonly exchange: string; readonly message: BrokerMessage };

/** What the neighbours say of one order, in their order. */
export type Story = {
  readonly orderId: string;
  readonly lines: readonly Line[];
  /** Null: nobody wants anything back. */
  readonly wish: Wish | null;
};

const checkout = 'UserCheckedOutIntegrationEvent';
const deleted = 'BasketDeletedCompleteIntegrationEvent';
const notDeleted = 'BasketDeletedFailedIntegrationEvent';
const completed = 'OrderStatusChangedToCompleteIntegrationEvent';
const cancelled = 'OrderStatusChangedToCancelIntegrationEvent';

type Plot = readonly [string, ...string[]];

// The ordinary ones twice, so that they are most of what flows.
const plots: readonly [Plot, ...Plot[]] = [
  [checkout, deleted, completed],
  [checkout, deleted, completed],
  [checkout, deleted, cancelled],
  [checkout, deleted, cancelled],
  [checkout, notDeleted],
  // Basket is silent: the timer asks again, and gives up.
  [checkout],
  [checkout, deleted],
  [checkout, completed, cancelled],
  [checkout, deleted, notDeleted, completed],
  [checkout, checkout, deleted, completed],
  [completed, checkout, deleted],
  [deleted, completed, checkout],
  // Waits for a checkout for longer than the run.
  [deleted],
];

/** What a neighbour says of an order; some of it twice under one message id, some of it in another order. */
export function storyFrom(random: Random): Story {
  const orderId = uuidV7();
  const plot = pick(random, plots);
  const told = random() < 0.15 ? shuffled(random, plot) : plot;
  const payload = {
    orderId,
    basketId: uuidV7(),
    fullName: 'Mai Tran',
    email: random() < 0.1 ? null : 'mai.tran@example.test',
    totalMoney: (random() * 200).toFixed(2),
  };
  const conversationId = uuidV7();
  const paid = { ...payload, paymentMethod: methodFrom(random) };
  const lines = told.map((type) => {
    const said = type === checkout ? paid : payload;
    const message = massTransit({ type, messageId: uuidV7(), conversationId, payload: said });
    return { afterMs: random() < 0.3 ? random() * 2_000 : 0, exchange: `BookWorm.Contracts:${type}`, message };
  });
  const wanted = told.includes(completed) && random() < 0.4;
  return { orderId, lines: withRepeats(random, lines), wish: wanted ? wishFrom(random) : null };
}

/** All of it at once, or small parts, of which only so many can be had. */
const wishFrom = (random: Random): Wish => ({
  amount: random() < 0.4 ? null : (0.01 + random() * 60).toFixed(2),
  afterMs: random() * 2_000,
});

function withRepeats(random: Random, lines: readonly Line[]): readonly Line[] {
  const again = lines.filter(() => random() < 0.15).map((line) => ({ ...line, afterMs: random() * 4_000 }));
  // The same bytes once more, when all else is said: after the order's end, often.
  return [...lines.flatMap((line) => (random() < 0.1 ? [line, { ...line, afterMs: 0 }] : [line])), ...again];
}

const largestBody = 1024 * 1024;

/** A message that nobody can read, each in its own way; it has to come to rest in the dead letters. */
export function poisonFrom(random: Random): { readonly exchange: string; readonly message: BrokerMessage } {
  const messageId = uuidV7();
  const write = (type: string, payload: Readonly<Record<string, unknown>>): BrokerMessage =>
    massTransit({ type, messageId, conversationId: uuidV7(), payload });
  const whole = write(checkout, { orderId: uuidV7(), basketId: uuidV7(), totalMoney: '1.00' });
  const message = pick<() => BrokerMessage>(random, [
    () => ({ ...whole, body: whole.body.subarray(0, whole.body.length / 2) }),
    () => ({ ...whole, body: Buffer.from([0xff, 0xfe, 0x00, ...whole.body]) }),
    () => ({ ...whole, body: Buffer.alloc(largestBody + 1, 0x20) }),
    () => write('NobodyKnowsThisIntegrationEvent', {}),
    () => write(checkout, { basketId: uuidV7(), totalMoney: '1.00' }),
    () => write(completed, { orderId: uuidV7(), totalMoney: 'a lot' }),
  ])();
  return { exchange: `BookWorm.Contracts:${checkout}`, message };
}
