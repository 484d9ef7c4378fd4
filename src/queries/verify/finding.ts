import type { OrderId } from '../../kernel/ids.js';

/** What is verified of each order. */
export type VerifiedRule =
  | 'history' // its events can be read, and their versions run from 1 to the order's without a gap
  | 'state' // its row is what its events fold to
  | 'contact' // its contacts are those that its events brought, and the one in force is the last
  | 'timer' // it has a wake-up exactly where its state asks for one, for the current attempt
  | 'waiting' // the messages kept for the checkout are those that it waits for
  | 'inbox' // the messages that count as applied are those that caused its events
  | 'messages' // its outgoing messages run from 1 to its count without a gap, but for what a retention removed
  | 'commands' // they are the commands that its events published
  | 'payment' // its payment's row is what the payment's events fold to
  | 'pointer' // what waits to go out is there, in the order's lane, and held back by nothing but a quarantined message
  | 'order'; // rows of an order belong to one that exists

/** Something that isn't as it should be. Never holds a name or an address. */
export type Finding = { readonly rule: VerifiedRule; readonly is: string; readonly shouldBe: string };

export type Fault = Finding & { readonly orderId: OrderId };

type Shown = string | number | bigint | boolean | null | readonly (string | number)[];

/** What differs, if it does: nothing or one finding. */
export function compared(rule: VerifiedRule, what: string, is: Shown, shouldBe: Shown): readonly Finding[] {
  const [left, right] = [show(is), show(shouldBe)];
  return left === right ? [] : [{ rule, is: `${what} ${left}`, shouldBe: `${what} ${right}` }];
}

const show = (value: Shown): string =>
  typeof value === 'object' ? (value === null ? 'none' : `[${value.join(', ')}]`) : String(value);
