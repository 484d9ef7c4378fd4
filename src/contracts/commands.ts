import { z } from 'zod';
import type { OutgoingCommandType } from '../order/outgoing-command.js';

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

const orderId = uuid.meta({ format: 'uuid', description: 'The order.' });
const basketId = uuid.meta({ format: 'uuid', description: 'The basket; the empty UUID where it is not known.' });
const fullName = z
  .string()
  .meta({ maxLength: 100 })
  .nullable()
  .meta({ description: "The customer's name: personal data. Null where it isn't known." });
const email = z
  .string()
  .meta({ maxLength: 255 })
  .nullable()
  .meta({ description: "The customer's e-mail address: personal data. Null where it isn't known." });
const totalMoney = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta({ description: 'The total as a decimal string with all digits of its currency; zero where it is not known.' });
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217 code of totalMoney.' });
const id = uuid.meta({ format: 'uuid', description: "The same as the envelope's message id." });
const creationDate = z.string().meta({ format: 'date-time', description: 'When the command was made (UTC).' });

/** Basket deletes the basket; Notification tells the customer that the order has been received. */
export const PlaceOrderCommand = z
  .strictObject({ basketId, fullName, email, orderId, totalMoney, currency, id, creationDate })
  .meta({ description: 'Delete the basket of a placed order, and tell the customer that it has been received.' });

/** Ordering notes that the basket is gone. */
export const DeleteBasketCompleteCommand = z
  .strictObject({ orderId, totalMoney, currency, id, creationDate })
  .meta({ description: 'The basket of the order is gone.' });

/** Ordering takes the order back. */
export const DeleteBasketFailedCommand = z
  .strictObject({ basketId, email, orderId, totalMoney, currency, id, creationDate })
  .meta({ description: 'The basket could not be deleted: take the order back.' });

/** Notification tells the customer. */
export const CompleteOrderCommand = z
  .strictObject({ orderId, fullName, email, totalMoney, currency, id, creationDate })
  .meta({ description: 'Tell the customer that the order is complete.' });

/** Notification tells the customer. */
export const CancelOrderCommand = z
  .strictObject({ orderId, fullName, email, totalMoney, currency, id, creationDate })
  .meta({ description: 'Tell the customer that the order is cancelled.' });

/** Every field that a command can carry; its schema picks, and sets the order. */
export type CommandBody = z.infer<typeof PlaceOrderCommand>;

type CommandContract = {
  /** The type's name on the wire, without its namespace. */
  readonly name: string;
  readonly consumers: readonly string[];
  readonly schema: z.ZodObject<Partial<Record<keyof CommandBody, z.ZodType>>>;
};

/** The five commands that we publish. */
export const commands = {
  PlaceOrder: { name: 'PlaceOrderCommand', consumers: ['Basket', 'Notification'], schema: PlaceOrderCommand },
  DeleteBasketComplete: {
    name: 'DeleteBasketCompleteCommand',
    consumers: ['Ordering'],
    schema: DeleteBasketCompleteCommand,
  },
  DeleteBasketFailed: { name: 'DeleteBasketFailedCommand', consumers: ['Ordering'], schema: DeleteBasketFailedCommand },
  CompleteOrder: { name: 'CompleteOrderCommand', consumers: ['Notification'], schema: CompleteOrderCommand },
  CancelOrder: { name: 'CancelOrderCommand', consumers: ['Notification'], schema: CancelOrderCommand },
} satisfies Record<OutgoingCommandType, CommandContract>;
