import { Database } from '../../src/platform/prisma/database.js';
import type { Prisma } from '../../src/platform/prisma/generated/client.js';
import type { IncomingEvent } from './incoming-event.js';
import type { OpenPeer } from './peer.js';
import type { PeerCommand } from './peer-command.js';
import { outcomeOf } from './step-sql.js';

const connections = 16;
// Of 64 events that come at once 48 wait for a connection.
const options = { maxWait: 30_000, timeout: 30_000 };

/** One interactive transaction for each event, as a service on Prisma does it by its guide, and its relay: publish, then delete the pointer. */
export const openPrisma: OpenPeer = ({ databaseUrl, publish }) => {
  const { client } = new Database({ url: databaseUrl, connections });
  const relay = async ({ orderId }: IncomingEvent, sequence: number, command: PeerCommand): Promise<void> => {
    await publish(command);
    await client.outboxPointer.delete({ where: { orderId_sequence: { orderId, sequence } } });
  };
  return Promise.resolve({
    handle: async (event, command) => {
      const version = await client.$transaction((tx) => step(tx, event, command), options);
      void relay(event, version, command);
    },
  });
};

/** @returns the order's version, which is also the number of its command */
async function step(tx: Prisma.TransactionClient, event: IncomingEvent, command: PeerCommand): Promise<number> {
  const { orderId, basketId, messageId } = event;
  const { status, fact } = outcomeOf(event);
  await tx.inboxMessage.create({ data: { orderId, messageId } });
  const known = await tx.order.findUnique({ where: { orderId }, select: { version: true } });
  const version = (known?.version ?? 0) + 1;
  if (known === null)
    await tx.order.create({
      data: { orderId, basketId, version, status, totalMinor: 4_250n, currency: 'USD', placedAt: new Date() },
    });
  else await tx.order.update({ where: { orderId, version: known.version }, data: { version, status } });
  const data = { details: { total: { amount: '42.50', currency: 'USD' } } };
  await tx.orderEvent.create({ data: { orderId, version, type: fact, data, causedBy: messageId, actor: 'neighbour' } });
  await tx.message.create({
    data: {
      ...{ orderId, sequence: version, messageId: command.messageId, type: fact, destination: command.exchange },
      ...{ contentType: 'application/json', headers: {}, body: command.body, eventVersion: version },
    },
  });
  await tx.outboxPointer.create({ data: { orderId, sequence: version, lane: 0 } });
  return version;
}
