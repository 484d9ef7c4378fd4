import type { Neighbours } from '../neighbours.js';
import { type Evidence, noShare } from './evidence.js';
import type { OrderTruth } from './gateway-truth.js';
import { orderFaults } from './order-faults.js';
import { paymentFaults } from './payment-faults.js';
import { wireFaults } from './wire-faults.js';

/** Every invariant that doesn't hold after the last fault, in words. */
export function judgeRun(
  evidence: Evidence,
  { said, poison, recorder }: Pick<Neighbours, 'said' | 'poison' | 'recorder'>,
  robbed: ReadonlySet<string>,
  truth: ReadonlyMap<string, OrderTruth>,
): readonly string[] {
  const orderIds = new Set([...said.keys(), ...evidence.lives.keys()]);
  return [
    ...[...orderIds].flatMap((orderId) =>
      orderFaults({
        said: said.get(orderId) ?? [],
        life: evidence.lives.get(orderId),
        sent: evidence.sent.get(orderId) ?? [],
        share: evidence.shares.get(orderId) ?? noShare,
      }).map((fault) => `${orderId}: ${fault}`),
    ),
    ...evidence.payments.flatMap((row) =>
      paymentFaults(row, truth.get(row.orderId)).map((fault) => `${row.orderId}: ${fault}`),
    ),
    ...[...truth.keys()]
      .filter((orderId) => !evidence.lives.has(orderId))
      .map((orderId) => `the gateway knows the order ${orderId}, and nobody here does`),
    ...wireFaults(evidence.sent, recorder, robbed),
    ...letterFaults(evidence.deadLetters, poison),
    ...(evidence.unsent === 0 ? [] : [`${evidence.unsent} messages are still to be sent`]),
    ...(evidence.overdueTimers === 0 ? [] : [`${evidence.overdueTimers} timers are overdue`]),
  ];
}

/** The dead letters are the poison, no more and no less. */
function letterFaults(letters: ReadonlySet<string>, poison: ReadonlySet<string>): readonly string[] {
  return [
    ...[...poison].filter((id) => !letters.has(id)).map((id) => `the poison ${id} is not in the dead letters`),
    ...[...letters].filter((id) => !poison.has(id)).map((id) => `${id} is in the dead letters and was no poison`),
  ];
}
