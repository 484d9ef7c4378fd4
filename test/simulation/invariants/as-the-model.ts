import type { OrderModel } from '../model/order-model.js';
import { replay } from '../model/replay.js';
import { paymentEvents } from '../../../src/contracts/payment-events.js';
import { historyOf } from '../store/read-orders.js';
import type { OrderRows } from '../store/rows.js';
import type { Invariant } from './invariant.js';

const announcements: ReadonlySet<string> = new Set(Object.values(paymentEvents).map(({ name }) => name));

/** Each input had the effect that the rules give it, once: the same facts, the same commands, the same end. */
export const asTheModel: Invariant = {
  name: 'every order is what the rules make of its inputs, each applied once',
  check: (world) =>
    [...world.store.orders.values()].flatMap((rows) => {
      const model = replay(world, rows);
      return [
        ...differences('history', rows, model.facts, factsOf(rows)),
        ...differences('commands', rows, model.commands, commandsOf(rows)),
        ...differences('end', rows, endOfModel(model), endOfRows(rows)),
      ];
    }),
};

function differences(
  what: string,
  { row }: OrderRows,
  expected: readonly string[],
  found: readonly string[],
): readonly string[] {
  const [wanted, had] = [expected.join(', '), found.join(', ')];
  return wanted === had ? [] : [`order ${row.orderId}: its ${what} should be [${wanted}] and is [${had}]`];
}

const factsOf = (rows: OrderRows): readonly string[] =>
  historyOf(rows).map(({ body, cause }) => `${body.type} by ${cause.messageId}`);

const commandsOf = ({ messages }: OrderRows): readonly string[] =>
  messages
    .filter(({ encoded }) => !announcements.has(encoded.type))
    .map(({ encoded }) => `${encoded.type} by ${String(encoded.headers['causation-id'])}`);

const endOfModel = ({ status, retries, basketDeleted, expiries, known }: OrderModel): readonly string[] => [
  status,
  `${retries} retries`,
  `basket deleted: ${String(basketDeleted)}`,
  `${status === 'Awaiting' ? expiries : 0} waits expired`,
  ...[known.fullName, known.email, known.basketId, known.totalMoney && minorOf(known.totalMoney)].map(String),
];

const minorOf = (decimal: string): string => String(Math.round(Number(decimal) * 100));

function endOfRows({ row, contacts }: OrderRows): readonly string[] {
  const contact = row.contactVersion === null ? undefined : contacts.get(row.contactVersion);
  const isAwaiting = row.status === 'Awaiting';
  return [
    row.status,
    `${row.timeoutRetryCount} retries`,
    `basket deleted: ${String(row.basketDeleted)}`,
    `${row.waitExpiries} waits expired`,
    ...[
      isAwaiting ? null : (contact?.fullName ?? null),
      isAwaiting ? null : (contact?.email ?? null),
      row.basketId,
      row.totalMinor,
    ].map(String),
  ];
}
