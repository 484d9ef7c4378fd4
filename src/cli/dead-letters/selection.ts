import { userInfo } from 'node:os';
import { OrderId } from '../../kernel/ids.js';
import { deadLetterReasons } from '../../saga/dead-letter-reason.js';
import type { LetterSelection } from '../../saga/letter-selection.js';
import type { CliCommand } from '../cli-command.js';
import type { Typed } from '../typed.js';
import { WrongUsage } from '../wrong-usage.js';

/** The options that say which letters are meant. */
export const selectionOptions = {
  reason: { type: 'string', value: 'REASON', help: `one of ${deadLetterReasons.join(', ')}` },
  type: { type: 'string', value: 'TYPE', help: 'the message type, as the groups name it' },
  order: { type: 'string', value: 'ID', help: 'those of one order' },
} as const satisfies CliCommand['options'];

export const byOption = {
  by: { type: 'string', value: 'NAME', help: 'who does it, for the record (your user name, if left out)' },
} as const satisfies CliCommand['options'];

export function readConditions(typed: Typed): Omit<LetterSelection, 'ids'> {
  const order = typed.uuid('order');
  return {
    reason: typed.oneOf('reason', deadLetterReasons),
    type: typed.text('type'),
    orderId: order === undefined ? undefined : OrderId(order),
  };
}

/** @throws WrongUsage where nothing says which: letters are only ever picked on purpose */
export function readSelection(typed: Typed): LetterSelection {
  const ids = typed.ids();
  const which = { ...readConditions(typed), ids: ids.length === 0 ? undefined : ids };
  if (Object.values(which).every((condition) => condition === undefined))
    throw new WrongUsage('Name IDs, --reason, --type or --order');
  return which;
}

export const readOperator = (typed: Typed): string => typed.text('by') ?? userInfo().username;
