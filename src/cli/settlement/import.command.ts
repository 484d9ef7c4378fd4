import { readFile } from 'node:fs/promises';
import { ImportSettlement, type SettlementSource } from '../../settlement/import-settlement.js';
import type { CliCommand, Task } from '../cli-command.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { WrongUsage } from '../wrong-usage.js';

function read(typed: Typed): Task {
  const [file, gateway] = [typed.text('file'), typed.text('gateway')];
  if (file === undefined && gateway !== undefined) throw new WrongUsage('--gateway says of whom a --file is');
  return async ({ commands, output }) => {
    const source: SettlementSource =
      file === undefined
        ? { kind: 'gateway' }
        : { kind: 'file', text: await readFile(file, 'utf8'), gateway: gateway ?? null };
    const said = await commands.execute(new ImportSettlement(source));
    const { read: lines, added, matched, unexplained, left } = said;
    const counted = `${lines} lines read, ${added} of them new; ${matched} matched, ${unexplained} unexplained, ${left} left`;
    await output.print(said, counted);
    if (left > 0) await output.remark('What is left, the next import tries again; the log says why.');
    return left === 0 ? exitCode.ok : exitCode.failed;
  };
}

export const importSettlementCommand: CliCommand = {
  name: 'settlement import',
  summary: 'Takes payout lines in, from the gateway in use or from a file, and matches them; safe to repeat.',
  options: {
    file: { type: 'string', value: 'FILE', help: 'a CSV file, instead of asking the gateway' },
    gateway: { type: 'string', value: 'NAME', help: 'of whom the file is (the gateway in use, if left out)' },
  },
  read,
};
