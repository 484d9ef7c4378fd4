import type { Brand } from './brand.js';

/** UUID, lower case with hyphens. The correlation id of everything that belongs to one order. */
export type OrderId = Brand<string, 'OrderId'>;
export const OrderId = (raw: string): OrderId => raw as OrderId;

/** UUID, lower case with hyphens. In BookWorm it is the buyer's id. */
export type BasketId = Brand<string, 'BasketId'>;
export const BasketId = (raw: string): BasketId => raw as BasketId;

/** The transport's id of one message: a UUID from MassTransit, `source` + `id` from CloudEvents, a name for a wake-up. */
export type MessageId = Brand<string, 'MessageId'>;
export const MessageId = (raw: string): MessageId => raw as MessageId;

/** How the ids of our own messages begin. A neighbour's must not: the inbox would take the one for the other. */
export const ownMessagePrefixes = { timer: 'timer:', payment: 'payment:', payout: 'payout:' } as const;

const gatewaysNames = ['webhook:', 'send:', 'look_up:'].map((name) => ownMessagePrefixes.payment + name);

/** What the gateway told or answered. Where that was no news, it's in the inbox without an event. */
export const isOfGateway = (messageId: string): boolean => gatewaysNames.some((name) => messageId.startsWith(name));

/** UUIDv7 of one operation on a payment; the gateway's idempotency key. */
export type OperationId = Brand<string, 'OperationId'>;
export const OperationId = (raw: string): OperationId => raw as OperationId;
