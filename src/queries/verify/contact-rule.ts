import type { OrderState } from '../../order/state.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

/** Names and addresses are compared, never shown. */
export function contactFindings(order: StoredOrder, state: OrderState): readonly Finding[] {
  const bringing = order.events.filter(({ data }) => (data.contact ?? []).length > 0);
  // An early event's contact is only a claim.
  const inForce = bringing.filter(({ type }) => type !== 'InputDeferred').at(-1)?.version ?? null;
  const { fullName, email } =
    state.status === 'None' || state.status === 'Awaiting' ? { fullName: null, email: null } : state.details;
  return [
    ...compared(
      'contact',
      'versions',
      order.contacts,
      bringing.map(({ version }) => version),
    ),
    ...compared('contact', 'in force: version', order.contactVersion, inForce),
    ...compared('contact', 'in force: its name is that of the events', order.fullName === fullName, true),
    ...compared('contact', 'in force: its address is that of the events', order.email === email, true),
  ];
}
