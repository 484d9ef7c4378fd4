import { formatMoney } from '../../kernel/money.js';
import type { ClearingDay } from '../../queries/settlement/clearing-day.js';
import { type OpenBreak, Reconciliation } from '../../queries/settlement/reconciliation.js';
import type { CliCommand, Surroundings, Task } from '../cli-command.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';

const rows = [
  ['opening', 'opening clearing'],
  ['captures', '+ captures'],
  ['refunds', '- refunds'],
  ['chargebacks', '- chargebacks'],
  ['fees', '- fees'],
  ['payouts', '- payouts'],
  ['suspense', '+ into suspense'],
  ['closing', 'closing clearing'],
  ['difference', 'difference'],
  ['suspenseBalance', 'in suspense'],
] as const satisfies readonly (readonly [Exclude<keyof ClearingDay, 'currency'>, string])[];

const decimals = (day: ClearingDay): Readonly<Record<string, string>> =>
  Object.fromEntries(rows.map(([name]) => [name, formatMoney({ minor: day[name], currency: day.currency })]));

const printDay = ({ output }: Surroundings, date: string, day: ClearingDay): Promise<void> => {
  const amounts = decimals(day);
  const width = Math.max(...Object.values(amounts).map(({ length }) => length));
  const lines = rows.map(([name, label]) => `  ${label.padEnd(16)}  ${(amounts[name] ?? '').padStart(width)}`);
  return output.print({ date, currency: day.currency, ...amounts }, [`${date} ${day.currency}`, ...lines].join('\n'));
};

const inWords = (money: OpenBreak['found']): string | null =>
  money === null ? null : `${formatMoney(money)} ${money.currency}`;

const printBreak = ({ output }: Surroundings, { expected, found, ...rest }: OpenBreak): Promise<void> => {
  const { kind, id, ageing, lineId, reference, orderId } = rest;
  const amounts = { expected: inWords(expected), found: inWords(found) };
  const about = [`line ${lineId ?? '-'}`, `reference ${reference ?? '-'}`, `order ${orderId ?? '-'}`].join(', ');
  const text = `${kind}  ${ageing} d  ${about}: books ${amounts.expected ?? '-'}, gateway ${amounts.found ?? '-'}  (${id})`;
  return output.print({ ...rest, ...amounts }, text);
};

async function report(around: Surroundings, date: string): Promise<ExitCode> {
  const { currencies, breaks, openBreaks } = await around.queries.execute(new Reconciliation(date));
  for (const day of currencies) await printDay(around, date, day);
  for (const one of breaks) await printBreak(around, one);
  const unshown = openBreaks - breaks.length;
  await around.output.remark(`${openBreaks} open breaks${unshown > 0 ? `; ${unshown} younger ones not shown` : ''}.`);
  const differs = currencies.some(({ difference }) => difference !== 0n);
  return differs || openBreaks > 0 ? exitCode.faultsFound : exitCode.ok;
}

function read(typed: Typed): Task {
  const date = typed.required('date');
  return (around) => report(around, date);
}

export const settlementReportCommand: CliCommand = {
  name: 'settlement report',
  summary: 'What the gateway owes per currency over a day, and what orders, ledger and payout lines disagree about.',
  options: { date: { type: 'string', value: 'DAY', help: 'a day in UTC, such as 2026-07-01; required' } },
  read,
};
