import type { OperationId } from '../kernel/ids.js';
import type { IgnoredReason } from '../payment/event.js';
import { statusOf } from '../payment/status.js';
import type { CommandAnswer, CommandRefusal } from '../saga/operate-payment.js';
import type { Step } from '../saga/order-writer.js';
import type { Parts, PaymentPart } from './decide-jointly.js';
import type { StoredOrder } from './tables.js';

/** A person's command that isn't done: nothing is written of it but the answer. */
export type Refused = Extract<CommandAnswer, { readonly kind: 'refused' }>;

/** Why a person's command isn't done; null where it is, and for any other input. */
export function refusalOf(step: Step, order: StoredOrder, parts: Parts): Refused | null {
  if (step.request === undefined) return null;
  const refusal = reasonOf(step.request.expectedVersion, order, parts);
  return refusal === null
    ? null
    : { kind: 'refused', refusal, version: order.version, status: statusOf(order.payment) };
}

function reasonOf(
  expectedVersion: number | null,
  { state, version }: StoredOrder,
  parts: Parts,
): CommandRefusal | null {
  if (state.status === 'None' || state.status === 'Awaiting') return 'OrderNotFound';
  if (expectedVersion !== null && expectedVersion !== version) return 'VersionConflict';
  for (const part of parts) {
    if (part.of !== 'payment' || part.decision.outcome === 'advanced') continue;
    return part.decision.refusal ?? ignoredAs(part);
  }
  return null;
}

const refusals: Partial<Readonly<Record<IgnoredReason, CommandRefusal>>> = {
  NoPayment: 'NoPayment',
  PaymentNotNeeded: 'PaymentNotNeeded',
  OrderAlreadyEnded: 'OrderEnded',
};

/** An input that the rules only ignore is refused all the same when a person asks for it: they are told, and no event is kept. */
function ignoredAs({ decision: { events } }: PaymentPart): CommandRefusal {
  const [event] = events;
  return (event?.type === 'InputIgnored' ? refusals[event.reason] : undefined) ?? 'MethodNotNeeded';
}

/** What a person is told of a command that was done. */
export const answerTo = (parts: Parts, { version, payment }: StoredOrder): CommandAnswer => ({
  kind: 'accepted',
  operationId: parts.map(startedBy).find((id) => id !== null) ?? null,
  version,
  status: statusOf(payment),
});

function startedBy(part: Parts[number]): OperationId | null {
  if (part.of !== 'payment') return null;
  return part.decision.sendings[0]?.operation.operationId ?? null;
}
