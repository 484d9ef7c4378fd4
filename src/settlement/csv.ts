/** A record with the number of the line on which it begins, from 1. */
export type CsvRecord = { readonly line: number; readonly fields: readonly string[] };

export type CsvRead =
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly line: number; readonly rule: string };

// A quoted field, or a bare one; then what ends it.
const token = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Comma-separated values after RFC 4180. Empty lines are passed over; a byte order mark is too. Pure. */
export function readCsv(text: string): CsvRead {
  const records: CsvRecord[] = [];
  let [line, begun, fields] = [1, 1, [] as string[]];
  token.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (token.lastIndex < text.length || fields.length > 0) {
    const match = token.exec(text);
    if (match === null) return { ok: false, line, rule: 'a quote opens a field, closes it, and is doubled inside' };
    const [whole, quoted, bare = '', end = ''] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begun, fields });
    [begun, fields] = [line, []];
  }
  return { ok: true, records };
}
