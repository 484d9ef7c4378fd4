import type { Position } from './ledger-api.js';
import { type Books, differences, type Moved, type Reckoning } from './money.js';
import { demoCurrency } from './service.js';

/** Minor units as people write them: `1,234.50`. */
function amountText(minor: bigint): string {
  const size = minor < 0n ? -minor : minor;
  const whole = (size / 100n).toLocaleString('en-US');
  return `${minor < 0n ? '-' : ''}${whole}.${String(size % 100n).padStart(2, '0')}`;
}

const movedText = ({ count, amount }: Moved): string => `${count} (${amountText(amount)})`;

/** What the gateway's books say was done, on one line. */
export const moneyText = ({ moved }: Pick<Books, 'moved'>): string =>
  `authorized ${movedText(moved.authorized)} · captured ${movedText(moved.captured)} · voided ${movedText(moved.voided)} ${demoCurrency}`;

/** Rows for the table; the ledger may be a moment behind the gateway, or ahead of it. */
export function moneyRows({ moved, ledger }: Books): readonly (readonly [string, string])[] {
  const row = (name: string, { count, amount }: Moved) =>
    [name, `${String(count).padEnd(7)} ${amountText(amount)} ${demoCurrency}`] as const;
  return [
    row('authorized', moved.authorized),
    row('captured', moved.captured),
    row('voided', moved.voided),
    ['ledger: captured', `${' '.repeat(7)} ${amountText(ledger.captured)} ${demoCurrency}`],
    ['ledger: on hold', `${' '.repeat(7)} ${amountText(ledger.held)} ${demoCurrency}`],
  ];
}

const columns = [
  ['held', 'on hold'],
  ['captured', 'captured'],
  ['owed', 'owed by the gateway'],
] as const satisfies readonly (readonly [keyof Position, string])[];

/** Both books side by side. */
export function reckoningText({ books, verdict }: Reckoning): readonly string[] {
  const difference = Object.fromEntries(differences(books).map(({ what, by }) => [what, by])) as Position;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [`books (${demoCurrency})`, columns.map(([, name]) => name)],
    ["  the gateway's", amounts(books.gateway)],
    ["  the service's", amounts(books.ledger)],
    ['  difference', amounts(difference)],
  ];
  const width = Math.max(...rows.flatMap(([, cells]) => cells.map((cell) => cell.length)));
  return [
    `  money moved        ${moneyText(books)}`,
    '',
    ...rows.map(([name, cells]) => `  ${name.padEnd(18)} ${cells.map((cell) => cell.padStart(width)).join('  ')}`),
    ...(verdict === 'not compared' ? ['  Payments were still under way, so the books were not compared'] : []),
  ];
}

const amounts = (position: Position): readonly string[] => columns.map(([what]) => amountText(position[what]));

/** What is wrong with the books at rest, in words. */
export function reckoningFaults({ books, completed, verdict }: Reckoning): readonly string[] {
  if (verdict !== 'wrong') return [];
  const { count, some } = books.restless;
  const captured = books.moved.captured.count;
  const missing = completed - captured;
  const apart = columns.flatMap(([what, name]) => {
    const by = books.ledger[what] - books.gateway[what];
    return by === 0n ? [] : [`WRONG: ${name}, the service's books say ${amountText(by)} more than the gateway's`];
  });
  return [
    ...(count === 0 ? [] : [`WRONG: ${count} payments did not come to rest: ${some.join(', ')}`]),
    ...(missing <= 0 ? [] : [`WRONG: ${completed} orders were completed, ${captured} payments captured`]),
    ...apart,
  ];
}
