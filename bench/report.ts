import { digits } from './digits.js';
import type { Part, Reach } from './part.js';
import type { Measured } from './rounds.js';
import { median } from './statistics.js';

const labelWidth = 46;
const valueWidth = 34;

function spread(values: readonly number[]): string {
  const middle = digits(median(values));
  return values.length === 1 ? middle : `${middle} [${digits(Math.min(...values))} – ${digits(Math.max(...values))}]`;
}

function verdict(reach: Reach, value: number): string {
  const [sign, wanted] = 'atLeast' in reach ? ['≥', reach.atLeast] : ['≤', reach.atMost];
  const reached = 'atLeast' in reach ? value >= wanted : value <= wanted;
  return `${sign} ${digits(wanted)}: ${reached ? 'reached' : 'missed'}`;
}

function line({ label, values, unit, reach }: Measured): string {
  const judged = reach === undefined ? '' : verdict(reach, median(values));
  return `  ${label.padEnd(labelWidth)} ${spread(values).padEnd(valueWidth)} ${unit.padEnd(10)} ${judged}`.trimEnd();
}

/** Every figure as median [least – most] of the rounds. */
export function report(parts: readonly Part[], measured: readonly Measured[]): string {
  return parts
    .map(({ name, title }) => {
      const lines = measured.filter((one) => one.part === name && one.values.length > 0).map(line);
      return [title, ...lines].join('\n');
    })
    .join('\n\n');
}

/** Medians by part and figure, so that `endToEnd.ratioToL1` is one number; the values of every round beside them. */
export function asJson(measured: readonly Measured[], about: Readonly<Record<string, unknown>>): string {
  const medians: Record<string, Record<string, number>> = {};
  const rounds: Record<string, Record<string, readonly number[]>> = {};
  for (const { part, figure, values } of measured) {
    if (values.length === 0) continue;
    (medians[part] ??= {})[figure] = median(values);
    (rounds[part] ??= {})[figure] = values;
  }
  return `${JSON.stringify({ ...medians, rounds, about }, null, 2)}\n`;
}
