import { v7 } from 'uuid';
import { exchangeOf } from '../../src/contracts/topology.js';
import { steps } from '../load/three-steps.js';
import { BenchFailed } from '../part.js';
import type { IncomingEvent } from './incoming-event.js';

/** What a step sends; plain data, since it is stored on its way. */
export type PeerCommand = {
  readonly messageId: string;
  readonly causedBy: string;
  readonly exchange: string;
  readonly body: string;
};

/** The command that answers an event, about as long as ours. */
export function commandFor(event: IncomingEvent): PeerCommand {
  const command = steps.find((step) => step.event === event.type)?.command;
  if (command === undefined) throw new BenchFailed(`No command answers ${event.type}`);
  const messageId = v7();
  const { orderId, basketId, fullName, email } = event;
  const message = { basketId, fullName, email, orderId, totalMoney: '42.50', id: messageId };
  const envelope = {
    messageId,
    conversationId: orderId,
    initiatorId: orderId,
    sourceAddress: 'rabbitmq://localhost/finance-order-state-machine',
    destinationAddress: `rabbitmq://localhost/${exchangeOf(command)}`,
    messageType: [`urn:message:${exchangeOf(command)}`],
    message,
    sentTime: new Date().toISOString(),
    headers: { 'causation-id': event.messageId },
  };
  return { messageId, causedBy: event.messageId, exchange: exchangeOf(command), body: JSON.stringify(envelope) };
}
