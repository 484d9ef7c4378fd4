import { createHash } from 'node:crypto';

/** The NOTIFY channel of a queue: a queue's name may be longer than the 63 bytes of an identifier. */
export function wakeChannel(queue: string): string {
  return `broker_${createHash('sha256').update(queue).digest('hex').slice(0, 32)}`;
}
