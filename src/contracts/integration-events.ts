import { z } from 'zod';
import type { IntegrationInput } from '../order/input.js';
import * as field from './integration-event-fields.js';

const { orderId, basketId, fullName, email, totalMoney, currency, paymentMethod, id, creationDate } = field;

/** Ordering: a customer has checked out. The first event of an order, and the only one that makes it known. */
export const UserCheckedOutIntegrationEvent = z
  .object({ orderId, basketId, fullName, email, totalMoney, currency, paymentMethod, id, creationDate })
  .meta({ description: 'A customer has checked out a basket: the order begins.' });

/** Basket: the basket of a placed order is gone, as it should be. */
export const BasketDeletedCompleteIntegrationEvent = z
  .object({ orderId, basketId, totalMoney, currency, id, creationDate })
  .meta({ description: 'The basket of the order has been deleted.' });

/** Basket: the basket could not be deleted (it had gone already, or was never there). */
export const BasketDeletedFailedIntegrationEvent = z
  .object({ orderId, basketId, email, totalMoney, currency, id, creationDate })
  .meta({ description: 'The basket of the order could not be deleted.' });

/** Ordering: somebody completed the order. */
export const OrderStatusChangedToCompleteIntegrationEvent = z
  .object({ orderId, basketId, fullName, email, totalMoney, currency, id, creationDate })
  .meta({ description: 'The order has been completed.' });

/** Ordering: somebody cancelled the order. */
export const OrderStatusChangedToCancelIntegrationEvent = z
  .object({ orderId, basketId, fullName, email, totalMoney, currency, id, creationDate })
  .meta({ description: 'The order has been cancelled.' });

/** What an integration event says once its schema has let it through; a contract without a field never says it. */
export type IntegrationEventBody = {
  readonly orderId: string;
  readonly basketId?: string | null | undefined;
  readonly fullName?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly totalMoney?: string | number | null | undefined;
  readonly currency?: string | null | undefined;
  readonly paymentMethod?: string | null | undefined;
};

export type IntegrationEventContract = {
  /** The type's name on the wire, without its namespace. */
  readonly name: string;
  readonly input: IntegrationInput['type'];
  readonly publisher: 'Ordering' | 'Basket';
  readonly schema: z.ZodObject & z.ZodType<IntegrationEventBody>;
};

/** The five events that we consume. */
export const integrationEvents: readonly IntegrationEventContract[] = [
  {
    name: 'UserCheckedOutIntegrationEvent',
    input: 'UserCheckedOut',
    publisher: 'Ordering',
    schema: UserCheckedOutIntegrationEvent,
  },
  {
    name: 'BasketDeletedCompleteIntegrationEvent',
    input: 'BasketDeleted',
    publisher: 'Basket',
    schema: BasketDeletedCompleteIntegrationEvent,
  },
  {
    name: 'BasketDeletedFailedIntegrationEvent',
    input: 'BasketDeletedFailed',
    publisher: 'Basket',
    schema: BasketDeletedFailedIntegrationEvent,
  },
  {
    name: 'OrderStatusChangedToCompleteIntegrationEvent',
    input: 'OrderCompleted',
    publisher: 'Ordering',
    schema: OrderStatusChangedToCompleteIntegrationEvent,
  },
  {
    name: 'OrderStatusChangedToCancelIntegrationEvent',
    input: 'OrderCancelled',
    publisher: 'Ordering',
    schema: OrderStatusChangedToCancelIntegrationEvent,
  },
];
