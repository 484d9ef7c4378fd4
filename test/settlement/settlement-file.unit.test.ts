import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../src/settlement/csv.js';
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

describe('comma-separated values', () => {
  it('come back as they were written, quotes, commas and line ends and all', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é') });
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, end, ends) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join(end);
        const csv = readCsv(ends && rows.length > 0 ? text + end : text);
        expect(csv.ok && csv.records.map(({ fields }) => fields)).toEqual(rows);
      }),
      { numRuns: 1_000 },
    );
  });

  it('tell on which line each record begins, and pass over empty lines and a byte order mark', () => {
    expect(readCsv('\uFEFFa,b\n\n"c\nd",e\r\nf,\n')).toEqual({
      ok: true,
      records: [
        { line: 1, fields: ['a', 'b'] },
        { line: 3, fields: ['c\nd', 'e'] },
        { line: 5, fields: ['f', ''] },
      ],
    });
  });

  it.each([
    ['a,b"c\n', 1],
    ['a,b\n"c"d\n', 2],
    ['a\n\n"never closed\n', 3],
  ])('have a fault on a line: %j', (text, line) => {
    expect(readCsv(text)).toMatchObject({ ok: false, line });
  });
});

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
