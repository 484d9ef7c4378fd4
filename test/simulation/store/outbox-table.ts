import type { OrderId } from '../../../src/kernel/ids.js';
import type { FailedPublish, FetchRequest, OutboxRow } from '../../../src/outbox/outbox-rows.js';
import type { MemoryStore } from './memory-store.js';
import type { Pointer } from './rows.js';

/** Claimed by what is there. What stands behind a quarantined message is put out of sight, and doesn't come again. */
export function fetchRows(store: MemoryStore, request: FetchRequest): readonly OutboxRow[] {
  const first = firstWaiting(store);
  const found = findPointers(store, request, first);
  const behind = found.filter(({ orderId, sequence }) => sequence > (first.get(orderId)?.sequence ?? Infinity));
  for (const { orderId } of behind) hold(store, first.get(orderId));
  return behind.length > 0 ? fetchRows(store, request) : found.map((pointer) => outboxRow(store, pointer));
}

/** The rows of lanes that are really leased, without those that wait for a next attempt and those behind one that does. */
function findPointers(
  store: MemoryStore,
  { instance, leases, inFlight, limit }: FetchRequest,
  first: ReadonlyMap<OrderId, Pointer>,
): readonly Pointer[] {
  const away = new Set(inFlight);
  const isMine = ({ lane }: Pointer): boolean => {
    const row = store.lanes[lane];
    return row?.owner === instance && row.until > store.now && leases.get(lane) === row.token;
  };
  const waitsFrom = (waiting: Pointer | undefined): number =>
    waiting === undefined || waiting.nextAttemptAt === Infinity ? Infinity : waiting.sequence;
  return [...store.outbox.values()]
    .filter((pointer) => pointer.heldBy === null && isMine(pointer) && !away.has(pointer.id))
    .filter(({ orderId, sequence }) => sequence < waitsFrom(first.get(orderId)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

/** Of each order the first that is quarantined or waits for its next attempt. */
function firstWaiting(store: MemoryStore): ReadonlyMap<OrderId, Pointer> {
  const first = new Map<OrderId, Pointer>();
  for (const pointer of store.outbox.values()) {
    if (pointer.nextAttemptAt === null || pointer.nextAttemptAt <= store.now) continue;
    if (pointer.sequence < (first.get(pointer.orderId)?.sequence ?? Infinity)) first.set(pointer.orderId, pointer);
  }
  return first;
}

function hold(store: MemoryStore, quarantined: Pointer | undefined): void {
  if (quarantined === undefined) return;
  for (const pointer of store.pointersOf(quarantined.orderId))
    if (pointer.sequence > quarantined.sequence && pointer.heldBy === null)
      store.outbox.set(pointer.id, { ...pointer, heldBy: quarantined.sequence });
}

function outboxRow(store: MemoryStore, { id, orderId, sequence, lane, attempts }: Pointer): OutboxRow {
  const message = store.orders.get(orderId)?.messages.find((one) => one.sequence === sequence);
  const token = store.lanes[lane]?.token;
  if (message === undefined || token === undefined) throw new Error('A pointer points to nothing');
  const { messageId, encoded } = message;
  return {
    ...{ id, lane, token, orderId, sequence, attempts, messageId },
    ...{ ...encoded, body: Buffer.from(encoded.body) },
  };
}

export function removeRows(store: MemoryStore, ids: readonly bigint[]): void {
  for (const id of ids) if (store.outbox.get(id)?.heldBy === null) store.outbox.delete(id);
}

export function failRow(store: MemoryStore, { row, retryAfterMs }: FailedPublish): void {
  const pointer = store.outbox.get(row.id);
  if (pointer?.heldBy !== null) return;
  const attempts = pointer.attempts + 1;
  const nextAttemptAt = retryAfterMs === null ? Infinity : store.now + retryAfterMs;
  const heldBy = retryAfterMs === null ? pointer.sequence : null;
  store.outbox.set(row.id, { ...pointer, attempts, nextAttemptAt, heldBy });
  if (retryAfterMs !== null) return;
  const fingerprint = `outbound:${pointer.orderId}:${pointer.sequence}`;
  store.letters.set(fingerprint, {
    fingerprint,
    direction: 'outbound',
    reason: 'PublishFailed',
    orderId: pointer.orderId,
    messageId: row.messageId,
    attempts: attempts + (store.letters.get(fingerprint)?.attempts ?? 0),
    body: row.body,
  });
}
