import type { OrderId } from './ids.js';

/** Units of ownership of the relay. A lane is stored with each pointer, so the number can't change while any is unsent. */
export const laneCount = 16;

/** The lane of an order: FNV-1a over its id. */
export function laneOf(orderId: OrderId): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < orderId.length; index += 1) {
    hash = Math.imul(hash ^ orderId.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % laneCount;
}
