import { describe, expect, it } from '@jest/globals';
import { columns, readSettlementFile, UnusableSettlementFile } from '../../src/settlement/settlement-file.js';

const header = columns.join(',');
const good = 'line_1,po_1,cap_1,capture,42.50,1.53,40.97,USD,2026-07-03';
const read = (...rows: readonly string[]) => readSettlementFile([header, ...rows].join('\n'), 'simulated');

function faultsOf(...rows: readonly string[]): readonly string[] {
  try {
    read(...rows);
  } catch (error) {
    if (error instanceof UnusableSettlementFile) return error.faults;
    throw error;
  }
  return [];
}
/** The faults of a row whose field of that name has another value. */
const faultsWith = (column: string, value: string) =>
  faultsOf(columns.map((name, index) => (name === column ? value : (good.split(',')[index] ?? ''))).join(','));

describe('a settlement file', () => {
  it('gives its lines, with amounts in the digits of their currency', () => {
    const [usd, jpy, kwd] = read(
      good,
      '"line_2",po_1,ref_1,refund,-1200,0,-1200,JPY,2026-07-03T10:00:00Z',
      'line_3,po_2,x,adjustment,-0.005,0.1,-0.105,KWD,2026-07-03T10:00:00.250Z',
    );
    expect(usd).toEqual({
      ...{ gateway: 'simulated', lineId: 'line_1', payoutId: 'po_1', reference: 'cap_1', category: 'capture' },
      ...{ gross: 4_250n, fee: 153n, net: 4_097n, currency: 'USD', availableOn: new Date('2026-07-03T00:00:00Z') },
    });
    expect(jpy).toMatchObject({
      lineId: 'line_2',
      gross: -1_200n,
      net: -1_200n,
      availableOn: new Date('2026-07-03T10:00:00Z'),
    });
    expect(kwd).toMatchObject({ gross: -5n, fee: 100n, net: -105n });
  });

  it('may have a byte order mark, quotes, empty lines and line ends of either kind', () => {
    const quoted = good.replaceAll(/[^,]+/g, '"$&"');
    const text = `\uFEFF${header}\r\n\r\n${good}\n\n${quoted.replaceAll('line_1', 'line_2')}\r\n`;
    const lines = readSettlementFile(text, 'simulated');
    expect(lines).toMatchObject([{ lineId: 'line_1' }, { lineId: 'line_2' }]);
    expect(lines[1]).toEqual({ ...lines[0], lineId: 'line_2' });
  });

  it('tells on which line a record begins, whatever stands in quotes before it', () => {
    const text = `${header}\r\n\r\n"a ""b"", c\r\nd\ne"${good.slice('line_1'.length)}\r\n\r\na,b\r\n`;
    expect(() => readSettlementFile(text, 'simulated')).toThrow(
      new UnusableSettlementFile([
        'line 3, line_id: must be 1 to 255 printable ASCII characters without spaces',
        'line 7: must have 9 fields',
      ]),
    );
  });

  it.each([
    ['a,b"c\n', 1],
    ['a,b\n"c"d\n', 2],
    ['a\n\n"never closed\n', 3],
  ])('is refused for a wrong quote, with its line: %j', (text, line) => {
    expect(() => readSettlementFile(text, 'simulated')).toThrow(
      new UnusableSettlementFile([`line ${String(line)}: a quote opens a field, closes it, and is doubled inside`]),
    );
  });

  it('needs no reference for what is of no payment, and one for everything else', () => {
    const without = (category: string) => `l,po_1,,${category},-5.00,0.00,-5.00,USD,2026-07-03`;
    for (const category of ['fee', 'adjustment']) expect(read(without(category))).toMatchObject([{ reference: null }]);
    for (const category of ['capture', 'refund', 'refund_failure', 'dispute'])
      expect(faultsOf(without(category))).toEqual([
        'line 2, reference: must be 1 to 255 printable ASCII characters without spaces',
      ]);
  });

  it('may have no lines at all', () => {
    expect(read()).toEqual([]);
  });

  it.each([
    ['gross', '42.505', 'line 2, gross: must have at most 2 digits behind the point, as USD has'],
    ['gross', '42.500', 'line 2, gross: must have at most 2 digits behind the point, as USD has'],
    ['fee', '1,53', 'line 2: must have 9 fields'],
    ['fee', '+1.53', 'line 2, fee: must be a decimal number such as 42.50 or -42.50'],
    ['fee', '01.53', 'line 2, fee: must be a decimal number such as 42.50 or -42.50'],
    ['fee', '1e2', 'line 2, fee: must be a decimal number such as 42.50 or -42.50'],
    ['gross', '92233720368547758.08', 'line 2, gross: must fit into 64 bits'],
    ['net', '40.98', 'line 2, net: must be gross less fee'],
    ['currency', 'usd', 'line 2, currency: must be an ISO 4217 code such as USD'],
    [
      'category',
      'charge',
      'line 2, category: must be one of capture, refund, refund_failure, dispute, fee, adjustment',
    ],
    ['line_id', '', 'line 2, line_id: must be 1 to 255 printable ASCII characters without spaces'],
    ['reference', 'a b', 'line 2, reference: must be 1 to 255 printable ASCII characters without spaces'],
    [
      'available_on',
      '2026-02-30',
      'line 2, available_on: must be a day (2026-07-01) or a time in UTC (2026-07-01T12:00:00Z)',
    ],
    [
      'available_on',
      '1.7.2026',
      'line 2, available_on: must be a day (2026-07-01) or a time in UTC (2026-07-01T12:00:00Z)',
    ],
  ])('is refused for a %s of %j, which is named with its line and the rule', (column, value, fault) => {
    expect(faultsWith(column, value)).toEqual([fault]);
  });

  it('is refused with all its faults together', () => {
    expect(faultsOf(good, good.replace('42.50', '42.505').replace('USD,', 'JPY,'), 'a,b', good)).toEqual([
      'line 3, gross: must have at most 0 digits behind the point, as JPY has',
      'line 3, fee: must have at most 0 digits behind the point, as JPY has',
      'line 3, net: must have at most 0 digits behind the point, as JPY has',
      'line 4: must have 9 fields',
      "line 5, line_id: must be there once; it's on line 2 too",
    ]);
  });

  it('is refused without its header, and where its quotes are wrong', () => {
    expect(() => readSettlementFile(good, 'simulated')).toThrow(`line 1: the header must be ${header}`);
    expect(() => readSettlementFile('', 'simulated')).toThrow(`line 1: the header must be ${header}`);
    expect(() => readSettlementFile(`${header}\n"${good}`, 'simulated')).toThrow('line 2: a quote opens a field');
  });

  it('says how many faults there are more than it names', () => {
    const rows = Array.from({ length: 25 }, () => 'a,b');
    expect(() => read(...rows)).toThrow(/line 21: must have 9 fields\n {2}and 5 more$/);
  });
});
