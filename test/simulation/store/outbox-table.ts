import type { OrderId } from '../../../src/kernel/ids.js';
import type { FailedPublish, FetchRequest, OutboxRow } from '../../../src/outbox/outbox-rows.js';
import type { MemoryStore } from './memory-store.js';
import type { Pointer } from './rows.js';

/** Claimed by what is there: the rows of lanes that are really leased, without those behind one that waits. */
export function fetchRows(
  store: MemoryStore,
  { instance, leases, inFlight, limit }: FetchRequest,
): readonly OutboxRow[] {
  const held = heldBack(store);
  const away = new Set(inFlight);
  const isMine = ({ lane }: Pointer): boolean => {
    const row = store.lanes[lane];
    return row?.owner === instance && row.until > store.now && leases.get(lane) === row.token;
  };
  return [...store.outbox.values()]
    .filter((pointer) => isMine(pointer) && !away.has(pointer.id))
    .filter(({ orderId, sequence }) => sequence < (held.get(orderId) ?? Infinity))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map((pointer) => outboxRow(store, pointer));
}

function heldBack(store: MemoryStore): ReadonlyMap<OrderId, number> {
  const held = new Map<OrderId, number>();
  for (const { orderId, sequence, nextAttemptAt } of store.outbox.values()) {
    if (nextAttemptAt === null || nextAttemptAt <= store.now) continue;
    held.set(orderId, Math.min(sequence, held.get(orderId) ?? Infinity));
  }
  return held;
}

function outboxRow(store: MemoryStore, { id, orderId, sequence, lane, attempts }: Pointer): OutboxRow {
  const message = store.orders.get(orderId)?.messages.find((one) => one.sequence === sequence);
  const token = store.lanes[lane]?.token;
  if (message === undefined || token === undefined) throw new Error('A pointer points to nothing');
  return { id, lane, token, orderId, sequence, attempts, messageId: message.messageId, ...message.encoded };
}

export function removeRows(store: MemoryStore, ids: readonly bigint[]): void {
  for (const id of ids) store.outbox.delete(id);
}

export function failRow(store: MemoryStore, { row, retryAfterMs }: FailedPublish): void {
  const pointer = store.outbox.get(row.id);
  if (pointer === undefined) return;
  const attempts = pointer.attempts + 1;
  const nextAttemptAt = retryAfterMs === null ? Infinity : store.now + retryAfterMs;
  store.outbox.set(row.id, { ...pointer, attempts, nextAttemptAt });
  if (retryAfterMs !== null) return;
  const fingerprint = `outbound:${pointer.orderId}:${pointer.sequence}`;
  store.letters.set(fingerprint, {
    fingerprint,
    direction: 'outbound',
    reason: 'PublishFailed',
    orderId: pointer.orderId,
    messageId: row.messageId,
    attempts: attempts + (store.letters.get(fingerprint)?.attempts ?? 0),
    body: Buffer.from(row.body),
  });
}
