import { OrderId } from '../../../src/kernel/ids.js';
import { Currency } from '../../../src/kernel/currency.js';
import type { PaymentCommand } from '../../../src/saga/operate-payment.js';
import type { Chance } from '../engine/chance.js';
import { badToken } from '../servers/gateway-server.js';

/** What a person asks of a payment, once or several times, under one key. */
export type PersonsRequest = {
  readonly at: readonly number[];
  readonly orderId: OrderId;
  readonly key: string;
  /** What they want is drawn when they first ask, with an eye on how the payment stands. */
  readonly mood: 'sensible' | 'any';
  readonly expectedVersion: number | null;
};

type Wish = 'capture' | 'void' | 'refund' | 'retry' | 'look up' | 'method';
const wishes: readonly Wish[] = ['capture', 'void', 'refund', 'refund', 'retry', 'look up', 'method'];

/** What somebody would ask for who sees this status. */
const sensible: Readonly<Record<string, readonly Wish[]>> = {
  RequiresMethod: ['method'],
  Authorized: ['capture', 'capture', 'void'],
  Captured: ['refund'],
  PartiallyCaptured: ['refund'],
  PartiallyRefunded: ['refund'],
  Refunding: ['refund', 'look up'],
  RefundFailed: ['retry', 'retry', 'refund'],
  Unknown: ['look up', 'look up', 'capture', 'refund'],
  NeedsReview: ['retry', 'retry', 'look up', 'void', 'refund'],
  Expired: ['method'],
  Declined: ['method'],
};

const money = (minor: bigint) => ({ minor, currency: Currency('USD') });
const part = (chance: Chance) => chance.pick([null, null, money(1_000n), money(2_500n), money(4_000n)]);

/** The token that a checkout names; null where the customer hasn't chosen yet. */
export const drawMethod = (chance: Chance): string | null =>
  chance.pick(['tok_ok', 'tok_ok', 'tok_ok', 'tok_ok', 'tok_ok', 'tok_ok', 'tok_ok', badToken, null, null]);

/** @param status of the payment, as the portal shows it; null where there is none */
export function drawCommand(chance: Chance, mood: PersonsRequest['mood'], status: string | null): PaymentCommand {
  const known = mood === 'sensible' ? sensible[status ?? ''] : undefined;
  switch (chance.pick(known ?? wishes)) {
    case 'capture':
      return { type: 'CaptureRequested', amount: part(chance) };
    case 'void':
      return { type: 'VoidRequested' };
    case 'refund':
      return { type: 'RefundRequested', amount: part(chance) };
    case 'retry':
      return { type: 'RetryRequested' };
    case 'look up':
      return { type: 'LookUpRequested' };
    default:
      return { type: 'MethodGiven', method: { token: chance.pick(['tok_ok', 'tok_ok', 'tok_ok', badToken]) } };
  }
}

/**
 * A few requests for each order, some in bursts, so that they race.
 * @param lastsMs nothing is asked for the first time after it
 * @param repeats whether keys come again
 */
export function drawPeople(
  chance: Chance,
  orders: readonly string[],
  { lastsMs, repeats }: { readonly lastsMs: number; readonly repeats: boolean },
): readonly PersonsRequest[] {
  return orders.flatMap((order, index) => {
    const isBurst = chance.happens(0.4);
    const start = chance.between(0, lastsMs);
    return Array.from({ length: chance.whole(0, isBurst ? 6 : 3) }, (_, turn): PersonsRequest => {
      const at = isBurst ? start + chance.between(0, 20) : chance.between(0, lastsMs);
      const again = repeats && chance.happens(0.5) ? [at + chance.pick([0, 1, 50, 3_000])] : [];
      return {
        at: [at, ...again],
        orderId: OrderId(order),
        // Somebody may use a key of another order's, too.
        key: repeats && chance.happens(0.05) ? 'key-of-everybody' : `key-${String(index)}-${String(turn)}`,
        mood: chance.happens(0.75) ? 'sensible' : 'any',
        expectedVersion: chance.happens(0.1) ? chance.whole(1, 12) : null,
      };
    });
  });
}
