import { expect } from '@jest/globals';
import { type Heard, Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import type { TestSite } from '../tools/test-service.js';

type Lease = { readonly owner: string | null; readonly token: number };

/** Many orders on one site, what has become of them, and who holds the lanes. */
export type Life = {
  /** Resolves when the broker has a checkout and a completion of so many new orders. */
  placeAndComplete(orders: number): Promise<void>;
  /** How many messages have been applied. */
  applied(): Promise<number>;
  /** Resolves when so many orders are completed and the neighbours have heard all of it; checks every order and every message. */
  allDone(orders: number): Promise<void>;
  holders(): Promise<{ readonly lanes: number; readonly relays: number }>;
  /** By lane. */
  leases(): Promise<readonly Lease[]>;
};

// The checkout's command, then the completion's.
const told = ['PlaceOrderCommand', 'CompleteOrderCommand'];

/** As first heard: a repeat under the same id is the same message. */
const onceEach = (heard: readonly Heard[]) =>
  heard
    .filter(({ messageId }, at) => heard.findIndex((other) => other.messageId === messageId) === at)
    .map(({ messageId, type }) => ({ messageId, type }));

export function lifeOf({ sql }: TestSite, neighbours: Neighbours): Life {
  const placed: string[] = [];

  async function one<T extends object>(query: string): Promise<T> {
    const { rows } = await sql.query<T>(query);
    const [row] = rows;
    if (row === undefined) throw new Error(`Nothing was answered to ${query}`);
    return row;
  }

  const applied = async () => (await one<{ readonly n: number }>('select count(*)::int as n from inbox')).n;

  return {
    applied,

    async placeAndComplete(orders) {
      const one = async () => {
        const order = Neighbours.order();
        placed.push(order.orderId);
        await neighbours.say('UserCheckedOutIntegrationEvent', order);
        await neighbours.say('OrderStatusChangedToCompleteIntegrationEvent', order);
      };
      await Promise.all(Array.from({ length: orders }, one));
    },

    async allDone(orders) {
      expect(placed).toHaveLength(orders);
      await eventually(
        async () => {
          // First of all: only when everything is applied does the table of messages hold all that has to be heard.
          expect(await applied()).toBe(2 * orders);
          const { rows } = await sql.query<{ readonly id: string }>('select message_id as id from messages');
          const heard = new Set(neighbours.heard.map(({ messageId }) => messageId));
          expect(rows.filter(({ id }) => !heard.has(id))).toHaveLength(0);
          expect(await one('select (select count(*)::int from outbox) as unsent')).toEqual({ unsent: 0 });
        },
        { within: 25_000 },
      );
      expect(
        await one(`select (select count(*)::int from messages) as messages,
          (select count(*)::int from orders where status = 'Completed') as completed,
          (select count(*)::int from dead_letters) as dead, (select count(*)::int from deferred_messages) as deferred`),
      ).toEqual({ messages: 2 * orders, completed: orders, dead: 0, deferred: 0 });
      const heard = placed.map((orderId) => ({ orderId, messages: onceEach(neighbours.commandsOf(orderId)) }));
      expect(heard.filter(({ messages }) => messages.map(({ type }) => type).join() !== told.join())).toEqual([]);
    },

    holders: () =>
      one(`select (select count(*)::int from lanes where owner is not null) as lanes,
        (select count(*)::int from relays where instance is not null) as relays`),

    async leases() {
      return (await sql.query<Lease>('select owner, token::int as token from lanes order by lane')).rows;
    },
  };
}
