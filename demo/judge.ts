import { type CommandName, recipients } from './neighbours/fate.js';
import type { Receipt, Receiver } from './neighbours/life.js';
import type { Expectation, ExpectedCommand } from './neighbours/plan.js';
import type { OrderReport } from './neighbours/reports.js';

/** What the service's API says of an order; null where it doesn't know it. */
export type OrderAnswer = {
  readonly order: Readonly<Record<string, unknown>> | null;
  /** The types of the timeline's entries, in order. */
  readonly timeline: readonly string[];
};

/** Everything that is wrong with one order, in words: what was expected and what was seen. Empty when all is well. */
export function judge(report: OrderReport, answer: OrderAnswer): readonly string[] {
  const { expected, receipts, stepsLeft } = report;
  const receivers: readonly Receiver[] = ['Auditor', 'Basket', 'Ordering', 'Notification'];
  return [
    ...orderFaults(expected, answer.order),
    ...timelineFaults(expected, answer),
    ...(stepsLeft === 0 ? [] : [`expected all of the fate's events to have had their moment, ${stepsLeft} never came`]),
    ...receivers.flatMap((by) => receiverFaults(by, report)),
    ...receipts.flatMap(({ by, type, faults }) => faults.map((fault) => `${by} received ${type}: ${fault}`)),
    ...idFaults(receipts),
    ...reactionFaults(report),
  ];
}

// Undefined has no JSON.
const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function differences(
  what: string,
  expected: Readonly<Record<string, unknown>>,
  seen: Readonly<Record<string, unknown>>,
) {
  return Object.entries(expected)
    .filter(([name, value]) => seen[name] !== value)
    .map(([name, value]) => `expected ${what} ${name} ${shown(value)}, saw ${shown(seen[name])}`);
}

function orderFaults(expected: Expectation, order: OrderAnswer['order']): readonly string[] {
  if (order === null) return [`expected state ${expected.state}, the service doesn't know the order`];
  const { orderId, state, fullName, email, totalMoney, timeoutRetryCount } = expected;
  return differences("the order's", { id: orderId, state, fullName, email, totalMoney, timeoutRetryCount }, order);
}

/** The payment's facts stand between the order's; what they came to is told by the books. */
const isPaymentFact = (type: string): boolean => type.startsWith('payment.');

function timelineFaults({ timeline, ignored, pays }: Expectation, answer: OrderAnswer): readonly string[] {
  if (answer.order === null) return [];
  const own = pays ? answer.timeline.filter((type) => !isPaymentFact(type)) : answer.timeline;
  const facts = own.filter((type) => type !== 'InputIgnored');
  const noise = own.length - facts.length;
  const version = answer.order['version'];
  return [
    ...(facts.join() === timeline.join()
      ? []
      : [`expected the timeline ${timeline.join(', ')}, saw ${facts.join(', ')}`]),
    ...(noise === ignored ? [] : [`expected ${ignored} ignored inputs on the timeline, saw ${noise}`]),
    ...(version === answer.timeline.length
      ? []
      : [`expected version ${answer.timeline.length}, saw ${shown(version)}`]),
  ];
}

const isFor = (by: Receiver, type: CommandName): boolean =>
  by === 'Auditor' || (recipients[type] as readonly Receiver[]).includes(by);

/** Which commands, how many and with which content; the auditor, who hears all of them through one queue, also in which order. */
function receiverFaults(by: Receiver, { expected, receipts, sent }: OrderReport): readonly string[] {
  const due = expected.commands.filter(({ type }) => isFor(by, type));
  const came = receipts.filter((receipt) => receipt.by === by);
  const dueTypes = due.map(({ type }) => type);
  const cameTypes = came.map(({ type }) => type);
  const inOrder = by === 'Auditor';
  const same = inOrder
    ? dueTypes.join() === cameTypes.join()
    : [...dueTypes].sort().join() === [...cameTypes].sort().join();
  if (!same)
    return [
      `expected ${by} to receive ${dueTypes.join(', ') || 'nothing'}, it received ${cameTypes.join(', ') || 'nothing'}`,
    ];
  return dueTypes
    .filter((type, index) => dueTypes.indexOf(type) === index)
    .flatMap((type) => {
      const wanted = due.filter((command) => command.type === type);
      const seen = came.filter((receipt) => receipt.type === type);
      return wanted.flatMap((command, nth) => commandFaults(by, command, seen[nth], { expected, sent }));
    });
}

function commandFaults(
  by: Receiver,
  command: ExpectedCommand,
  seen: Receipt | undefined,
  { expected, sent }: Pick<OrderReport, 'expected' | 'sent'>,
): readonly string[] {
  if (seen === undefined) return [];
  const what = `${by}'s ${command.type}`;
  const { conversationId, initiatorId, traceparent, causationId } = seen;
  const ids = { conversationId: command.conversation.id, initiatorId: expected.orderId };
  const causes = command.causedBy === 'timer' ? undefined : (sent[command.causedBy] ?? []);
  const traceId = traceparent?.split('-')[1];
  return [
    ...differences(what, command.fields, seen.data),
    ...differences(what, ids, { conversationId, initiatorId }),
    ...(causes === undefined || causes.includes(String(causationId))
      ? []
      : [`expected ${what} to name ${causes.join(' or ')} as its cause, saw ${shown(causationId)}`]),
    // A timer begins no trace and has none to carry on.
    ...(causes === undefined || traceId === command.conversation.traceId
      ? []
      : [`expected ${what} to carry on the trace ${command.conversation.traceId}, saw ${shown(traceparent)}`]),
  ];
}

/** One message has one id, the same at each of its receivers, and no other message has it. */
function idFaults(receipts: readonly Receipt[]): readonly string[] {
  const idsAt = (by: Receiver, type: CommandName): readonly string[] =>
    receipts.filter((receipt) => receipt.by === by && receipt.type === type).map(({ messageId }) => messageId);
  const types = [...new Set(receipts.map(({ type }) => type))];
  const apart = types.flatMap((type) => {
    const published = idsAt('Auditor', type).join();
    return recipients[type]
      .filter((by) => idsAt(by, type).join() !== published)
      .map(
        (by) => `expected ${by} to receive ${type} under the ids ${published}, saw ${idsAt(by, type).join() || 'none'}`,
      );
  });
  const reused = types.filter((type) =>
    receipts.some((other) => other.type !== type && idsAt('Auditor', type).includes(other.messageId)),
  );
  return [...apart, ...reused.map((type) => `a message id of ${type} is another command's too`)];
}

/** What the commands led to at the neighbours. */
function reactionFaults({ expected, mails, deleted, receipts }: OrderReport): readonly string[] {
  const due = expected.commands.filter(({ type, fields }) => isFor('Notification', type) && fields['email'] !== null);
  const wrong = mails.filter(({ to }) => to !== due[0]?.fields['email']);
  const takenBack = receipts.some(({ by, type }) => by === 'Ordering' && type === 'DeleteBasketFailedCommand');
  return [
    ...(mails.length === due.length ? [] : [`expected ${due.length} mails to the customer, saw ${mails.length}`]),
    ...wrong.map(({ to, subject }) => `expected all mails to go to the customer, "${subject}" went to ${to}`),
    ...(deleted === takenBack ? [] : ['Ordering took the order back without being told to']),
  ];
}
