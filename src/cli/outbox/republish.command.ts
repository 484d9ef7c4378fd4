import { OrderId } from '../../kernel/ids.js';
import { RepublishMessages } from '../../saga/republish-messages.js';
import type { MessageSelection } from '../../saga/sent-messages.js';
import type { CliCommand } from '../cli-command.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { WrongUsage } from '../wrong-usage.js';

function selectionOf(typed: Typed): MessageSelection {
  const order = typed.uuid('order');
  const [from, to] = [typed.time('from'), typed.time('to')];
  if (order !== undefined && from === undefined && to === undefined) return { orderId: OrderId(order) };
  if (order === undefined && from !== undefined && to !== undefined) return { from, to };
  throw new WrongUsage('either --order or both --from and --to are required');
}

export const republishCommand: CliCommand = {
  name: 'outbox republish',
  summary: 'Sends again what was sent before, for a broker that has lost it.',
  options: {
    order: { type: 'string', value: 'ID', help: 'all messages of this order' },
    from: { type: 'string', value: 'TIME', help: 'messages decided on from then on, such as 2026-07-01T12:00:00Z' },
    to: { type: 'string', value: 'TIME', help: 'and before then' },
    'dry-run': { type: 'boolean', help: 'only say how many would go out' },
  },
  read: (typed) => {
    const command = new RepublishMessages(selectionOf(typed), typed.flag('dry-run') ? 'count' : 'republish');
    return async ({ commands, output }) => {
      const sum = await commands.execute(command);
      const verb = typed.flag('dry-run') ? 'would go out again' : 'go out again';
      await output.print(sum, `${sum.republished} messages ${verb}; ${sum.waiting} wait to go out anyway.`);
      return exitCode.ok;
    };
  },
};
