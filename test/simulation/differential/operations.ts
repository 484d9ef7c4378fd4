import fc from 'fast-check';
import { commands, words } from './words.js';
import type { OrderInput } from '../../../src/order/input.js';

/** One thing that's asked of both sides; numbers pick from what is there. */
export type Operation =
  /** Reads orders, decides an input for each, and writes: at once, or so late that somebody else may have written. */
  | { readonly kind: 'advance'; readonly orders: readonly number[]; readonly input: number; readonly isLate: boolean }
  | { readonly kind: 'write what came late' }
  /** The same of payments: what the gateway, a clock or settlement says, and what a person asks under a key. */
  | {
      readonly kind: 'hear';
      readonly orders: readonly number[];
      readonly word: number;
      readonly name: number;
      readonly isLate: boolean;
    }
  | {
      readonly kind: 'ask';
      readonly order: number;
      readonly command: number;
      readonly key: number;
      readonly isBound: boolean;
    }
  | { readonly kind: 'claim' }
  | { readonly kind: 'find due payments'; readonly limit: number; readonly goesOn: boolean }
  | { readonly kind: 'fetch'; readonly relay: number; readonly limit: number; readonly leftOut: number }
  | { readonly kind: 'remove'; readonly rows: readonly number[] }
  | { readonly kind: 'fail'; readonly row: number; readonly retryAfterMs: number | null }
  | { readonly kind: 'join'; readonly relay: number }
  | { readonly kind: 'leave'; readonly relay: number }
  /** Unheard, the relay goes on with the leases that it had. */
  | { readonly kind: 'hold'; readonly relay: number; readonly share: number; readonly isHeard: boolean }
  | { readonly kind: 'release'; readonly relay: number; readonly lanes: readonly number[] }
  | { readonly kind: 'holders' }
  | { readonly kind: 'find due'; readonly limit: number; readonly goesOn: boolean }
  | { readonly kind: 'bury'; readonly letter: number }
  | { readonly kind: 'pass'; readonly ms: number };

export const inputTypes: readonly OrderInput['type'][] = [
  'UserCheckedOut',
  'BasketDeleted',
  'OrderCompleted',
  'BasketDeletedFailed',
  'TimeoutElapsed',
  'CheckoutWaitElapsed',
];

const some = (most: number, length: number) => fc.uniqueArray(fc.nat(most), { minLength: 1, maxLength: length });
const relay = fc.constantFrom(0, 0, 0, 1, 2);

// Deadlines lie five seconds off every sum of these, so that the test's own seconds decide nothing.
const passing = fc.constantFrom(10_000, 10_000, 20_000, 40_000);
const retryAfter = fc.constantFrom(null, 15_000, 25_000, 5_000);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      orders: some(2, 3),
      input: fc.nat(23),
      isLate: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('write what came late' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('fetch' as const),
      relay,
      limit: fc.integer({ min: 1, max: 5 }),
      leftOut: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), rows: some(4, 2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fail' as const), row: fc.nat(2), retryAfterMs: retryAfter }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), relay }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), relay }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      relay,
      share: fc.constantFrom(1, 6, 16, 16),
      isHeard: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), relay, lanes: some(15, 4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('holders' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('find due' as const),
      limit: fc.integer({ min: 1, max: 3 }),
      goesOn: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bury' as const), letter: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: passing }) },
);

/** With payments on, in the place of half of what is about the outbox. */
const paying: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      orders: some(2, 3),
      input: fc.nat(23),
      isLate: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('write what came late' as const) }) },
  {
    weight: 24,
    arbitrary: fc.record({
      kind: fc.constant('hear' as const),
      orders: some(2, 3),
      word: fc.oneof(fc.nat(3), fc.nat(words.length - 1)),
      name: fc.nat(40),
      isLate: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      order: fc.nat(2),
      command: fc.nat(commands.length - 1),
      key: fc.nat(12),
      isBound: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('claim' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('find due payments' as const),
      limit: fc.integer({ min: 1, max: 3 }),
      goesOn: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: passing }) },
);

// Without a relay that holds its lanes, and orders with two messages each, most of what follows would find nothing.
const opening: readonly Operation[] = [
  { kind: 'join', relay: 0 },
  { kind: 'hold', relay: 0, share: 16, isHeard: true },
  { kind: 'advance', orders: [0, 1, 2], input: 0, isLate: false },
  { kind: 'advance', orders: [0, 1], input: 1, isLate: false },
];

const authorized: readonly Operation[] = [
  { kind: 'advance', orders: [0, 1, 2], input: 0, isLate: false },
  { kind: 'hear', orders: [0, 1], word: 0, name: 41, isLate: false },
];

export const paymentOperations = fc
  .tuple(fc.constantFrom(0, 1, 2, 2), fc.array(paying, { minLength: 10, maxLength: 40, size: 'max' }))
  .map(([begun, asked]) => [...authorized.slice(0, begun), ...asked]);

export const operations = fc
  .tuple(fc.constantFrom(0, 4, 4, 4), fc.array(operation, { minLength: 10, maxLength: 40, size: 'max' }))
  .map(([begun, asked]) => [...opening.slice(0, begun), ...asked]);
