import { formatMoney } from '../kernel/money.js';
import type { OutgoingCommand, OutgoingCommandType } from '../order/outgoing-command.js';
import type { SentMessage } from './codec.js';
import { commands, type CommandBody } from './commands.js';
import { emptyGuid } from './integration-event-fields.js';

const fields = (type: OutgoingCommandType) =>
  Object.keys(commands[type].schema.shape) as readonly (keyof CommandBody)[];

const fieldsOf: Readonly<Record<OutgoingCommandType, readonly (keyof CommandBody)[]>> = {
  PlaceOrder: fields('PlaceOrder'),
  DeleteBasketComplete: fields('DeleteBasketComplete'),
  DeleteBasketFailed: fields('DeleteBasketFailed'),
  CompleteOrder: fields('CompleteOrder'),
  CancelOrder: fields('CancelOrder'),
};

/** The fields that the command's contract has, in the order in which it declares them. */
export function commandBody({ type, details }: OutgoingCommand, sent: SentMessage): Partial<CommandBody> {
  const all: CommandBody = {
    basketId: details.basketId ?? emptyGuid,
    fullName: details.fullName,
    email: details.email,
    orderId: sent.orderId,
    totalMoney: formatMoney(details.total),
    currency: details.total.currency,
    id: sent.messageId,
    creationDate: sent.sentAt.toISOString(),
  };
  const body: Partial<Record<keyof CommandBody, string | null>> = {};
  for (const field of fieldsOf[type]) body[field] = all[field];
  return body as Partial<CommandBody>;
}
