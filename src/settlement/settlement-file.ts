import { CsvError, parse } from 'csv-parse/sync';
import { type Currency, exponentOf, isCurrency } from '../kernel/currency.js';
import type { PayoutLine } from './payout-line.js';

/** The columns of a settlement file, each once, in this order. */
export const columns = [
  'line_id',
  'payout_id',
  'reference',
  'category',
  'gross',
  'fee',
  'net',
  'currency',
  'available_on',
] as const;
type Column = (typeof columns)[number];
type Row = Readonly<Record<Column, string>>;

const categories = ['capture', 'refund', 'refund_failure', 'dispute', 'fee', 'adjustment'] as const;
// A fee or an adjustment may be of no payment's.
const withoutReference: ReadonlySet<string> = new Set(['fee', 'adjustment']);
const mostFaults = 20;
const largestMinor = 2n ** 63n - 1n;

/** The file can't be taken: nothing of it was. Each fault names line, column and rule. */
export class UnusableSettlementFile extends Error {
  readonly code = 'SETTLEMENT.UNUSABLE_FILE';
  readonly blame = 'caller';
  constructor(readonly faults: readonly string[]) {
    const more = faults.length > mostFaults ? [`and ${String(faults.length - mostFaults)} more`] : [];
    super(['The settlement file was not imported:', ...faults.slice(0, mostFaults), ...more].join('\n  '));
  }
}

/** @throws UnusableSettlementFile with all its faults together */
export function readSettlementFile(text: string, gateway: string): readonly PayoutLine[] {
  const [header, ...records] = recordsOf(text);
  if (header?.fields.join(',') !== columns.join(','))
    throw new UnusableSettlementFile([`line 1: the header must be ${columns.join(',')}`]);
  const faults: string[] = [];
  const seen = new Map<string, number>();
  const lines = records.flatMap((record) => {
    const reader = new RowReader(record, faults);
    const line = reader.line(gateway);
    const first = line === null ? undefined : seen.get(line.lineId);
    if (first !== undefined) reader.fault('line_id', `must be there once; it's on line ${String(first)} too`);
    if (line !== null) seen.set(line.lineId, record.line);
    return line ?? [];
  });
  if (faults.length > 0) throw new UnusableSettlementFile(faults);
  return lines;
}

/** A record with the number of the line on which it begins, from 1. */
type CsvRecord = { readonly line: number; readonly fields: readonly string[] };

// How many fields a record has is a fault of its row, told with all others.
const format = { bom: true, record_delimiter: ['\r\n', '\n'], relax_column_count: true };
const quoting = 'a quote opens a field, closes it, and is doubled inside';

/** The records of RFC 4180, without empty lines. @throws UnusableSettlementFile */
function recordsOf(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  for (const fields of parsed(text)) {
    if (fields.length > 1 || fields[0] !== '') records.push({ line, fields });
    // Every line end that ends no record stands in a field. The parser's own count takes a quoted CRLF for two.
    line += fields.join('').split('\n').length;
  }
  return records;
}

function parsed(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, format);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnusableSettlementFile([`line ${String(error['lines'])}: ${quoting}`]);
  }
}

class RowReader {
  constructor(
    private readonly record: CsvRecord,
    private readonly faults: string[],
  ) {}

  fault(column: Column, rule: string): null {
    this.faults.push(`line ${String(this.record.line)}, ${column}: ${rule}`);
    return null;
  }

  /** Null where there is a fault: all of a row's are noted. */
  line(gateway: string): PayoutLine | null {
    const row = this.row();
    if (row === null) return null;
    const texts = (['line_id', 'payout_id'] as const).map((column) => this.text(row, column));
    const reference = this.reference(row);
    const category = categories.find((one) => one === row.category) ?? null;
    if (category === null) this.fault('category', `must be one of ${categories.join(', ')}`);
    const availableOn = this.moment(row);
    const amounts = isCurrency(row.currency)
      ? this.amounts(row, row.currency)
      : this.fault('currency', 'must be an ISO 4217 code such as USD');
    const [lineId, payoutId] = texts;
    if (
      !lineId ||
      !payoutId ||
      reference === undefined ||
      category === null ||
      availableOn === null ||
      amounts === null
    )
      return null;
    return { gateway, lineId, payoutId, reference, category, availableOn, ...amounts };
  }

  private row(): Row | null {
    const { fields } = this.record;
    if (fields.length === columns.length)
      return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ''])) as Row;
    this.faults.push(`line ${String(this.record.line)}: must have ${String(columns.length)} fields`);
    return null;
  }

  /** Null for a line of no payment's; undefined where there is a fault. */
  private reference(row: Row): string | null | undefined {
    if (row.reference === '' && withoutReference.has(row.category)) return null;
    return this.text(row, 'reference') ?? undefined;
  }

  private text(row: Row, column: Column): string | null {
    // As in an id: neither a space nor a control character, and short enough to be a key.
    return /^[\x21-\x7e]{1,255}$/.test(row[column])
      ? row[column]
      : this.fault(column, 'must be 1 to 255 printable ASCII characters without spaces');
  }

  private moment({ available_on: raw }: Row): Date | null {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(raw);
    const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(raw);
    const time = new Date(isDay ? `${raw}T00:00:00Z` : isTime ? raw : Number.NaN);
    // JavaScript takes 30 February for 1 March.
    return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(raw.slice(0, 10))
      ? time
      : this.fault('available_on', 'must be a day (2026-07-01) or a time in UTC (2026-07-01T12:00:00Z)');
  }

  private amounts(row: Row, currency: Currency): Pick<PayoutLine, 'gross' | 'fee' | 'net' | 'currency'> | null {
    const [gross, fee, net] = (['gross', 'fee', 'net'] as const).map((column) => this.amount(row, column, currency));
    if (typeof gross !== 'bigint' || typeof fee !== 'bigint' || typeof net !== 'bigint') return null;
    if (gross - fee !== net) return this.fault('net', 'must be gross less fee');
    return { gross, fee, net, currency };
  }

  private amount(row: Row, column: Column, currency: Currency): bigint | null {
    const [, sign = '', whole, fraction = ''] = /^(-?)(0|[1-9]\d{0,18})(?:\.(\d+))?$/.exec(row[column]) ?? [];
    if (whole === undefined) return this.fault(column, 'must be a decimal number such as 42.50 or -42.50');
    const exponent = exponentOf(currency);
    if (fraction.length > exponent)
      return this.fault(column, `must have at most ${String(exponent)} digits behind the point, as ${currency} has`);
    const minor = BigInt(sign + whole + fraction.padEnd(exponent, '0'));
    return minor <= largestMinor && minor >= -largestMinor ? minor : this.fault(column, 'must fit into 64 bits');
  }
}
