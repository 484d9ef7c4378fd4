import { commands } from '../../contracts/commands.js';
import { paymentEvents } from '../../contracts/payment-events.js';
import { laneOf } from '../../kernel/lane.js';
import { commandsOf } from '../../order/commands-of.js';
import { announcementOf } from '../../payment/effects.js';
import { evolve } from '../../payment/evolve.js';
import { noPayment, type PaymentState } from '../../payment/state.js';
import { compared, type Finding } from './finding.js';
import type { ReadEvent } from './history-rule.js';
import type { StoredOrder } from './stored-order.js';

type Due = { readonly sequence: number; readonly type: string; readonly version: number; readonly mayBeGone: boolean };

function dueMessages(order: StoredOrder, history: readonly ReadEvent[]): readonly Due[] {
  const stored = new Map(order.events.map((event) => [event.version, event]));
  return published(order, history).map(({ type, version }, place) => ({
    ...{ sequence: place + 1, type, version, mayBeGone: stored.get(version)?.messagesMayBeGone ?? false },
  }));
}

type Published = { readonly type: string; readonly version: number };

/** In the order of the events: a decision's commands, then what its payment announces. */
function published({ events }: StoredOrder, history: readonly ReadEvent[]): readonly Published[] {
  const own = history.flatMap((one) => (one.of === 'order' ? [one] : []));
  const contacts = new Map(events.map(({ version, data }) => [version, data.contact ?? []]));
  const publishing = own.map(({ version, event: { body } }) => {
    return { type: body.type, bringsEmail: (contacts.get(version) ?? []).includes('email') };
  });
  const sent = commandsOf(publishing).map(({ command, index }): Published => {
    return { type: commands[command].name, version: own[index]?.version ?? 0 };
  });
  return [...sent, ...announced(history)].toSorted((a, b) => a.version - b.version);
}

function announced(history: readonly ReadEvent[]): readonly Published[] {
  let payment: PaymentState = noPayment;
  return history.flatMap((one) => {
    if (one.of === 'order') return [];
    payment = evolve(payment, one.event);
    const { version } = one;
    return announcementOf(one.event, payment).map(({ type }) => ({ type: paymentEvents[type].name, version }));
  });
}

/** Every command of every decision is there, once and in order, unless it is so old that a retention may have removed it. */
export function messageFindings(order: StoredOrder, history: readonly ReadEvent[]): readonly Finding[] {
  const due = dueMessages(order, history);
  const kept = new Map(order.messages.map((message) => [message.sequence, message]));
  const sequences = due.filter(({ sequence, mayBeGone }) => kept.has(sequence) || !mayBeGone);
  return [
    ...compared('messages', 'count', order.outSequence, due.length),
    ...compared(
      'messages',
      'sequences',
      order.messages.map(({ sequence }) => sequence),
      sequences.map(({ sequence }) => sequence),
    ),
    ...due.flatMap((one) => commandFindings(order, one, kept.get(one.sequence))),
  ];
}

function commandFindings(
  { version: last }: StoredOrder,
  { sequence, type, version }: Due,
  message: StoredOrder['messages'][number] | undefined,
): readonly Finding[] {
  if (message === undefined) return [];
  // A message names the last event of its decision, which may be a later one.
  const isOfDecision = message.eventVersion >= version && message.eventVersion <= last;
  return [
    ...compared('commands', `message ${sequence}:`, message.type, type),
    ...compared(
      'commands',
      `message ${sequence}: of version`,
      message.eventVersion,
      isOfDecision ? message.eventVersion : version,
    ),
  ];
}

/** A pointer without its message would never go out, nor would one that nothing holds back; in another lane it could overtake. */
export function pointerFindings({ orderId, pointers, messages }: StoredOrder): readonly Finding[] {
  const kept = new Set(messages.map(({ sequence }) => sequence));
  const holding = new Set(pointers.filter(({ quarantined }) => quarantined).map(({ sequence }) => sequence));
  return pointers.flatMap(({ sequence, lane, quarantined, heldBy }) => {
    const isHeld = heldBy === null || (heldBy <= sequence && holding.has(heldBy));
    return [
      ...compared('pointer', `to ${sequence}: message kept`, kept.has(sequence), true),
      ...compared('pointer', `to ${sequence}: lane`, lane, laneOf(orderId)),
      ...compared('pointer', `to ${sequence}: held by`, heldBy, quarantined ? sequence : isHeld ? heldBy : null),
    ];
  });
}
