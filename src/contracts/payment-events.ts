import { z } from 'zod';
import { formatMoney } from '../kernel/money.js';
import type { Announcement } from '../payment/announcement.js';
import type { SentMessage } from './codec.js';

const orderId = z.string().meta({ format: 'uuid', description: 'The order.' });
const amount = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta({ description: 'How much, as a decimal string with all digits of its currency.' });
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217 code of amount.' });
const id = z.string().meta({ format: 'uuid', description: "The same as the envelope's message id." });
const creationDate = z.string().meta({ format: 'date-time', description: 'When the event was made (UTC).' });
const code = z.string().meta({
  description: 'Why, in words that all gateways share, such as insufficient_funds or lost_or_stolen.',
});

const moved = (description: string) =>
  z.strictObject({ orderId, amount, currency, id, creationDate }).meta({ description });

/** The integration events of our own, one for each movement of money. */
export const paymentEvents = {
  PaymentAuthorized: {
    name: 'PaymentAuthorizedIntegrationEvent',
    schema: moved("The order's amount is held on the customer's payment method."),
  },
  PaymentCaptured: {
    name: 'PaymentCapturedIntegrationEvent',
    schema: moved('The amount has been taken from the customer.'),
  },
  PaymentSettled: {
    name: 'PaymentSettledIntegrationEvent',
    schema: moved('The gateway has paid the captured amount out to us, less its fees.'),
  },
  PaymentVoided: {
    name: 'PaymentVoidedIntegrationEvent',
    schema: moved('The hold is gone, and nothing was taken.'),
  },
  PaymentRefunded: {
    name: 'PaymentRefundedIntegrationEvent',
    schema: moved('The amount has been given back to the customer.'),
  },
  PaymentDeclined: {
    name: 'PaymentDeclinedIntegrationEvent',
    schema: z
      .strictObject({ orderId, amount, currency, code, id, creationDate })
      .meta({ description: 'The amount could not be authorized, and will not be tried again by itself.' }),
  },
} satisfies Record<Announcement['type'], { readonly name: string; readonly schema: z.ZodObject }>;

/** What the event's contract has, in the order in which it declares it. */
export function paymentEventBody(announcement: Announcement, { orderId: order, messageId, sentAt }: SentMessage) {
  const { amount: money } = announcement;
  return {
    ...{ orderId: order, amount: formatMoney(money), currency: money.currency },
    ...('code' in announcement ? { code: announcement.code } : {}),
    ...{ id: messageId, creationDate: sentAt.toISOString() },
  };
}
