import { commands } from './commands.js';
import { integrationEvents } from './integration-events.js';
import { paymentEvents } from './payment-events.js';

/** The .NET namespace of every contract. */
const namespace = 'BookWorm.Contracts';

/** MassTransit's fanout exchange of a message type. */
export const exchangeOf = (name: string): string => `${namespace}:${name}`;

/** How MassTransit names a message type inside an envelope. */
export const urnOf = (name: string): string => `urn:message:${exchangeOf(name)}`;

/** How CloudEvents name it. */
export const dottedTypeOf = (name: string): string => `${namespace}.${name}`;

/** The exchange of the contracts' base type: every exchange of a message type is bound to it. */
export const baseExchange = 'BookWorm.Chassis.EventBus:IntegrationEvent';
export const baseUrn = `urn:message:${baseExchange}`;

/** Our own endpoint, by the name that the predecessor gave it: what waits there when we take over isn't lost. */
export const financeQueue = 'finance-order-state-machine';

/** Copies of messages that can't be read or that failed. The truth is the dead-letter table. */
export const errorQueue = `${financeQueue}_error`;

/** Copies of messages of a type that nobody here consumes. */
export const skippedQueue = `${financeQueue}_skipped`;

export const eventExchanges: readonly string[] = integrationEvents.map(({ name }) => exchangeOf(name));
export const commandExchanges: readonly string[] = Object.values(commands).map(({ name }) => exchangeOf(name));
export const paymentExchanges: readonly string[] = Object.values(paymentEvents).map(({ name }) => exchangeOf(name));
