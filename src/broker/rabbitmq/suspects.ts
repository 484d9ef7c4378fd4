import type { Outgoing } from './outgoing.js';

/** More than any burst that can be outstanding at once. */
const AT_MOST = 20_000;

/**
 * Messages that were outstanding when the broker closed the channel because of one of them, without saying which.
 * When they are published again each goes alone, so that the next time the culprit is known and the others aren't blamed.
 */
export class Suspects {
  private readonly identities = new Set<string>();

  has(outgoing: Outgoing): boolean {
    return this.identities.size > 0 && this.identities.has(identity(outgoing));
  }

  add(outgoings: readonly Outgoing[]): void {
    if (this.identities.size > AT_MOST) this.identities.clear();
    for (const outgoing of outgoings) this.identities.add(identity(outgoing));
  }

  /** Its fate is known now. */
  clear(outgoing: Outgoing): void {
    if (this.identities.size > 0) this.identities.delete(identity(outgoing));
  }
}

/** A second try is a new call with the same bytes: only its address and id tell it. */
function identity({ exchange, routingKey, message }: Outgoing): string {
  return JSON.stringify([exchange, routingKey, message.messageId, message.body.length]);
}
