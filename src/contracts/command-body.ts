import type { MessageId, OrderId } from '../kernel/ids.js';
import { formatMoney } from '../kernel/money.js';
import type { OutgoingCommand } from '../order/outgoing-command.js';
import { commands, type CommandBody, type CommandContract } from './commands.js';
import { emptyGuid } from './integration-event-fields.js';

export type SentCommand = { readonly messageId: MessageId; readonly orderId: OrderId; readonly sentAt: Date };

/** The fields that the command's contract has, in the order in which it declares them. */
export function commandBody({ type, details }: OutgoingCommand, sent: SentCommand): Partial<CommandBody> {
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
  const { schema }: CommandContract = commands[type];
  const fields = Object.keys(schema.shape) as (keyof CommandBody)[];
  return Object.fromEntries(fields.map((field) => [field, all[field]]));
}
