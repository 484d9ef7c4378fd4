import { commands } from '../../contracts/commands.js';
import { laneOf } from '../../kernel/lane.js';
import type { Caused } from '../../order/cause.js';
import { commandsOf } from '../../order/commands-of.js';
import type { OrderEvent } from '../../order/event.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

type Due = { readonly sequence: number; readonly type: string; readonly version: number; readonly mayBeGone: boolean };

function dueMessages(order: StoredOrder, history: readonly Caused<OrderEvent>[]): readonly Due[] {
  const publishing = history.map(({ body: { type } }, index) => ({
    type,
    bringsEmail: (order.events[index]?.data.contact ?? []).includes('email'),
  }));
  return commandsOf(publishing).map(({ command, index }, place) => ({
    sequence: place + 1,
    type: commands[command].name,
    version: order.events[index]?.version ?? 0,
    mayBeGone: order.events[index]?.messagesMayBeGone ?? false,
  }));
}

/** Every command of every decision is there, once and in order, unless it is so old that a retention may have removed it. */
export function messageFindings(order: StoredOrder, history: readonly Caused<OrderEvent>[]): readonly Finding[] {
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
