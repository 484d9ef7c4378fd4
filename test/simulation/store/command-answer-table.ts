import type { OrderId } from '../../../src/kernel/ids.js';
import type { KeptAnswer } from '../../../src/saga/command-answers.js';
import type { MemoryStore } from './memory-store.js';
import type { Transaction } from './write-orders.js';

export function findAnswer({ money }: MemoryStore, key: string): KeptAnswer | null {
  const found = money.requests.get(key);
  return found === undefined ? null : { fingerprint: found.fingerprint, answer: found.answer };
}

/** Does nothing where the key is there. @returns null while another transaction is about to insert it */
export function beginKeep(
  { money }: MemoryStore,
  key: string,
  orderId: OrderId,
  { fingerprint, answer }: KeptAnswer,
): Transaction<null> | null {
  if (money.lockedKeys.has(key)) return null;
  money.lockedKeys.add(key);
  const rollBack = () => money.lockedKeys.delete(key);
  return {
    answer: null,
    commit: () => {
      if (!money.requests.has(key)) money.requests.set(key, { orderId, fingerprint, answer });
      rollBack();
    },
    rollBack,
  };
}
