import type { BrokerMessage } from '../../../src/broker/broker.js';
import { OrderId } from '../../../src/kernel/ids.js';
import type { Claim } from '../ports/claims.js';
import type { PortWatch } from '../ports/port-watch.js';
import type { Queued } from '../servers/input-queue.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** What must hold at the very moment, and could be made good again before the end. */
export const watchPorts = (world: World): PortWatch => ({
  onAcknowledge: (queued) => {
    if (isKept(world, queued)) return;
    world.seen.push(`message ${String(queued.message.messageId)} was acknowledged before it was applied or buried`);
  },
  onPublish: (destination, message, claim) => {
    if ('queue' in destination) return;
    const name = `message ${String(message.messageId)}`;
    if (claim === null || !isLeased(world, claim)) world.seen.push(`${name} was published without its lane's lease`);
    if (claim?.isRemovedHere !== false && !isPointedTo(world, message))
      world.seen.push(`${name} was published although the outbox has done with it`);
  },
  onRelease: (lanes, underWay) => {
    for (const { lane, messageId } of pointedTo(world, underWay))
      if (lanes.includes(lane)) world.seen.push(`lane ${lane} was given away with message ${messageId} on its way`);
  },
});

function isKept({ store, workload }: World, { message }: Queued): boolean {
  const sent = [...workload.sent.values()].find((one) => one.message === message);
  const isApplied =
    sent !== undefined &&
    store.orders.get(OrderId(sent.orderId))?.events.some(({ cause }) => cause.messageId === sent.key) === true;
  return isApplied || [...store.letters.values()].some(({ body }) => body === message.body);
}

/** As the database has it, and not as the relay believes. */
function isLeased({ store }: World, { instance, row }: Claim): boolean {
  const lane = store.lanes[row.lane];
  return lane?.owner === instance && lane.token === row.token && lane.until > store.now;
}

/**
 * Only what the table still points to may go out: a confirmed message is gone from there. Only another process, which had the
 * lane before, may have it removed between our fetch and our publish.
 */
const isPointedTo = (world: World, message: BrokerMessage): boolean => pointedTo(world, [message]).length > 0;

/** The messages that the outbox points to, with their lanes. */
function pointedTo({ store }: World, messages: readonly BrokerMessage[]) {
  const ids = new Set<string | null>(messages.map(({ messageId }) => messageId));
  return [...store.outbox.values()].flatMap(({ orderId, sequence, lane }) => {
    const messageId = store.orders.get(orderId)?.messages.find((one) => one.sequence === sequence)?.messageId;
    return messageId !== undefined && ids.has(messageId) ? [{ lane, messageId }] : [];
  });
}

export const seenOnTheWay: Invariant = {
  name: 'nothing is acknowledged, published or given away too early or too late',
  check: ({ seen }) => seen,
};
