import { movingTransitions, type TimerChange, type Transition } from './state-machine.js';
import type { Status } from './state.js';

/** Rows of the table that a reader takes in at once: one arrow of a drawing, one line of the README. */
export type Line = {
  readonly from: Status;
  readonly inputs: readonly string[];
  readonly when: readonly string[];
  readonly to: Status;
  readonly effect: string;
  readonly timers: readonly TimerChange[];
};

export const isTerminal = (status: Status): boolean =>
  status === 'Completed' || status === 'Cancelled' || status === 'Failed';

function effectOf({ publishes, outcome, waiting }: Transition): string {
  if (outcome === 'deferred') return 'deferred until the checkout';
  if (waiting === 'expired') return 'what waited goes to the dead letters';
  const commands = publishes.length > 0 ? publishes.join(', ') : 'nothing published';
  return waiting === 'applied' ? `${commands}, then what waited` : commands;
}

const union = <T>(a: readonly T[], b: readonly T[]): readonly T[] => [...new Set([...a, ...b])];

/** Two rows whose last condition makes no difference, or only decides whether a command goes out, as one. */
function withoutLastCondition(a: Transition, b: Transition): Line | undefined {
  const [prefixA, prefixB] = [a.when.slice(0, -1), b.when.slice(0, -1)];
  if (a.when.length === 0 || a.to !== b.to || prefixA.join() !== prefixB.join()) return undefined;
  const line = { from: a.from, inputs: [a.input], when: prefixA, to: a.to, timers: union([a.timer], [b.timer]) };
  if (effectOf(a) === effectOf(b)) return { ...line, effect: effectOf(a) };
  const condition = a.when.at(-1) ?? '';
  return b.publishes.length === 0 ? { ...line, effect: `${effectOf(a)} if ${condition}` } : undefined;
}

const lineOf = (row: Transition): Line => ({
  from: row.from,
  inputs: [row.input],
  when: row.when,
  to: row.to,
  effect: effectOf(row),
  timers: [row.timer],
});

function linesOf([row, next, ...later]: readonly Transition[]): readonly Line[] {
  if (row === undefined) return [];
  if (next === undefined) return [lineOf(row)];
  const joined = next.input === row.input && next.from === row.from ? withoutLastCondition(row, next) : undefined;
  return joined === undefined ? [lineOf(row), ...linesOf([next, ...later])] : [joined, ...linesOf(later)];
}

/** The rows in which something happens; inputs that come to the same share a line. */
export function lines(): readonly Line[] {
  const byEffect = new Map<string, Line>();
  for (const line of linesOf(movingTransitions())) {
    const key = [line.from, line.to, line.when.join(), line.effect, line.timers.join()].join('\n');
    byEffect.set(key, { ...line, inputs: union(byEffect.get(key)?.inputs ?? [], line.inputs) });
  }
  return [...byEffect.values()];
}

/** `Input [condition] / Command`: no colon, semicolon or quote, which Mermaid and DOT would read as their own. */
export const labelOf = ({ inputs, when, effect }: Line): string =>
  `${inputs.join(', ')}${when.length > 0 ? ` [${when.join(', ')}]` : ''} / ${effect}`;
