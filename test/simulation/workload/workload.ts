import type { BrokerMessage } from '../../../src/broker/broker.js';
import type { IntegrationInput } from '../../../src/order/input.js';
import type { Chance } from '../engine/chance.js';
import type { Faults } from '../faults/faults.js';
import type { FaultKind } from '../faults/fault-kinds.js';
import { type Said, type Sent, writeMessage, writeNonsense } from './neighbours-message.js';

/** One publish of a neighbour, at its time. */
export type Dispatch = { readonly at: number; readonly exchange: string; readonly message: BrokerMessage };

export type Workload = {
  readonly sent: ReadonlyMap<string, Sent>;
  /** What nobody can read. */
  readonly nonsense: readonly BrokerMessage[];
  /** Keys of messages that the database won't have. */
  readonly unwritable: ReadonlySet<string>;
  /** Orders whose timers the database won't have until the faults are over. */
  readonly stuckTimers: ReadonlySet<string>;
  readonly dispatches: readonly Dispatch[];
};

type Type = IntegrationInput['type'];
type MethodOf = () => string | null;

/** Orders of every fate; the same types come twice, too early, too late and against each other often enough. */
const fates: readonly (readonly Type[])[] = [
  ['UserCheckedOut'],
  ['UserCheckedOut', 'BasketDeleted'],
  ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'],
  ['UserCheckedOut', 'BasketDeleted', 'OrderCancelled'],
  ['UserCheckedOut', 'BasketDeletedFailed'],
  ['UserCheckedOut', 'BasketDeleted', 'BasketDeletedFailed'],
  ['UserCheckedOut', 'OrderCompleted', 'OrderCancelled'],
  ['UserCheckedOut', 'UserCheckedOut', 'BasketDeleted', 'OrderCompleted', 'BasketDeleted'],
  ['BasketDeleted', 'OrderCompleted'],
];

/** Those of a run with payments are about money more often. */
const paidFates: readonly (readonly Type[])[] = [
  ...fates,
  ...fates.filter((fate) => fate.includes('OrderCompleted') || fate.includes('OrderCancelled')),
  ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'],
  ['UserCheckedOut', 'BasketDeleted', 'OrderCancelled'],
  ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted', 'OrderCancelled'],
];

/** @param lastsMs nothing is sent after it @param methodOf the payment method that a checkout names; null without payments */
export function drawWorkload(
  chance: Chance,
  faults: Faults,
  { lastsMs, methodOf }: { readonly lastsMs: number; readonly methodOf: MethodOf | null },
): Workload {
  const orders = Array.from({ length: chance.whole(2, 5) }, () => chance.uuid());
  const lives = orders.flatMap((orderId) => drawLife(chance, orderId, lastsMs, methodOf));
  const doubles = lives.filter(() => chance.happens(0.15));
  const nonsense: BrokerMessage[] = [];
  while (faults.has('unreadable message') && chance.happens(0.6)) nonsense.push(writeNonsense(chance));
  const some = <T>(kind: FaultKind, of: readonly T[], probability: number) =>
    faults.has(kind) ? of.filter(() => chance.happens(probability)) : [];
  const unwritable = some('message that the database refuses', lives, 0.1);
  const stuck = some('timer that the database refuses for a while', orders, 0.3);
  delayed(lives).forEach(() => faults.count('delivery delayed past a later one'));
  doubles.forEach(() => faults.count('delivery doubled by its neighbour'));
  nonsense.forEach(() => faults.count('unreadable message'));
  unwritable.forEach(() => faults.count('message that the database refuses'));
  stuck.forEach(() => faults.count('timer that the database refuses for a while', 1.5 * lastsMs));
  const dispatches = [
    ...lives.map(({ one, at }) => ({ at, exchange: one.exchange, message: one.message })),
    ...doubles.map(({ one, at }) => ({
      at: at + chance.between(0, lastsMs / 2),
      exchange: one.exchange,
      message: one.message,
    })),
    ...nonsense.map((message) => ({ at: chance.between(0, lastsMs), exchange: 'somewhere', message })),
  ];
  return {
    sent: new Map(lives.map(({ one }) => [one.key, one])),
    nonsense,
    unwritable: new Set(unwritable.map(({ one }) => one.key)),
    stuckTimers: new Set(stuck),
    dispatches: dispatches.map((dispatch) => ({ ...dispatch, at: Math.min(dispatch.at, lastsMs) })),
  };
}

/** Those that a later message of their order overtakes. */
const delayed = (lives: readonly { readonly one: Sent; readonly at: number }[]) =>
  lives.filter(({ one, at }, index) =>
    lives.slice(index + 1).some((later) => later.one.orderId === one.orderId && later.at < at),
  );

function drawLife(chance: Chance, orderId: string, lastsMs: number, methodOf: MethodOf | null) {
  const start = chance.between(0, lastsMs / 2);
  // Close together they meet in one batch, far apart they meet timers.
  const spread = chance.pick([1, 5, 500, lastsMs / 2]);
  return chance.pick(methodOf === null ? fates : paidFates).map((input, index) => ({
    one: writeMessage(chance, orderId, input, {
      ...drawSaid(chance, orderId, methodOf === null ? totals : paidTotals),
      paymentMethod: input === 'UserCheckedOut' ? (methodOf?.() ?? null) : null,
    }),
    at: chance.happens(0.2) ? chance.between(0, lastsMs) : start + index * chance.between(0, spread),
  }));
}

const totals = ['42.50', '42.50', '40', '0', null];
const paidTotals = [...totals, '42.50', '42.50', '42.50', '42.50', '40'];

const drawSaid = (chance: Chance, orderId: string, of: typeof totals): Said => ({
  basketId: chance.happens(0.9) ? orderId.replace(/^.{8}/, '0000000b') : null,
  fullName: chance.pick(['Mai Tran', 'Mai Tran', 'An Admin', '', null]),
  email: chance.pick(['mai@example.test', 'mai@example.test', 'admin@example.test', ' ', null]),
  totalMoney: chance.pick(of),
});
