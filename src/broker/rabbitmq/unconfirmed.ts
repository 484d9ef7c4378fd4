import type { Message } from 'amqplib';
import { TransientMap } from '../../platform/transient.js';
import type { Outgoing } from './outgoing.js';

/** What a channel has sent and not seen confirmed, by delivery tag: the channel's count of publishes, from 1. */
export class Unconfirmed {
  private readonly byTag = new TransientMap<number, Outgoing>();
  private lastTag = 0;
  /** Everything below is settled. */
  private lowestTag = 1;
  private lastReturnedTag = 0;

  get size(): number {
    return this.byTag.size;
  }

  add(outgoing: Outgoing): void {
    this.byTag.set(++this.lastTag, outgoing);
  }

  /** Takes out what a confirm names; what was returned or confirmed before is no longer among it. */
  *take(tag: number, multiple: boolean): Generator<Outgoing> {
    if (!multiple) {
      yield* this.takeOne(tag);
      return;
    }
    while (this.lowestTag <= tag) yield* this.takeOne(this.lowestTag++);
  }

  /**
   * Takes out the message that the broker returned. A return has no tag, and message ids may repeat; but the broker returns in the
   * order of publishing, and before the confirm. So it's the first one after the last returned that has the same address, id and body,
   * and where two match, they are the same message.
   */
  takeReturned(returned: Message): Outgoing | undefined {
    for (let tag = Math.max(this.lowestTag, this.lastReturnedTag + 1); tag <= this.lastTag; tag++) {
      const outgoing = this.byTag.get(tag);
      if (outgoing === undefined || !isSame(outgoing, returned)) continue;
      this.lastReturnedTag = tag;
      this.byTag.delete(tag);
      return outgoing;
    }
    return undefined;
  }

  /** Takes out all, in the order of publishing. */
  takeAll(): Outgoing[] {
    const all = [...this.byTag.values()];
    this.byTag.clear();
    return all;
  }

  private *takeOne(tag: number): Generator<Outgoing> {
    const outgoing = this.byTag.get(tag);
    if (outgoing === undefined) return;
    this.byTag.delete(tag);
    yield outgoing;
  }
}

function isSame({ exchange, routingKey, message }: Outgoing, returned: Message): boolean {
  const { fields, properties, content } = returned;
  return (
    asSent(exchange) === fields.exchange &&
    asSent(routingKey) === fields.routingKey &&
    (message.messageId === null ? null : asSent(message.messageId)) === (properties.messageId ?? null) &&
    message.body.equals(content)
  );
}

/** UTF-8 has no lone surrogates: what comes back has replacement characters in their place. */
function asSent(text: string): string {
  return Buffer.from(text).toString();
}
