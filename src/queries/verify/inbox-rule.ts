import { isOfGateway } from '../../kernel/ids.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

/**
 * What caused an event has been applied; but what waited in vain is forgotten, so that a redrive is applied, and what the gateway says
 * may be no news, which leaves no event.
 */
export function inboxFindings({ inbox, events }: StoredOrder): readonly Finding[] {
  const applied = new Set<string>();
  let waiting: string[] = [];
  for (const { type, causedBy } of events) {
    applied.add(causedBy);
    if (type === 'InputDeferred') waiting.push(causedBy);
    if (type === 'OrderPlaced') waiting = [];
    if (type === 'CheckoutWaitExpired') for (const messageId of waiting.splice(0)) applied.delete(messageId);
  }
  return [
    ...compared(
      'inbox',
      'without an event:',
      inbox.filter((messageId) => !applied.delete(messageId) && !isOfGateway(messageId)),
      [],
    ),
    ...compared('inbox', 'missing:', [...applied], []),
  ];
}
