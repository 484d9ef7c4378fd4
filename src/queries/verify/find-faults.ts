import { contactFindings } from './contact-rule.js';
import type { Fault } from './finding.js';
import { historyFindings, readHistory } from './history-rule.js';
import { inboxFindings } from './inbox-rule.js';
import { messageFindings, pointerFindings } from './message-rules.js';
import { paymentFindings } from './payment-rule.js';
import { stateFindings, timerFindings, waitingFindings } from './state-rules.js';
import type { StoredOrder } from './stored-order.js';

/** Everything about an order that isn't as its events say. Pure. */
export function findFaults(order: StoredOrder): readonly Fault[] {
  const read = readHistory(order);
  const findings = [
    ...historyFindings(order),
    ...inboxFindings(order),
    ...pointerFindings(order),
    ...('rule' in read
      ? [read]
      : [
          ...stateFindings(order, read.state),
          ...contactFindings(order, read.state),
          ...timerFindings(order, read.state),
          ...waitingFindings(order, read.state),
          ...messageFindings(order, read.history),
          ...paymentFindings(order, read.payment),
        ]),
  ];
  return findings.map((finding) => ({ orderId: order.orderId, ...finding }));
}
