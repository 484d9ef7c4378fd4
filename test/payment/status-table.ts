import type { PaymentStatus } from '../../src/payment/status.js';
import { wayTo, waysOf } from './examples.js';
import { last, type Life, live, step } from './payment-life.js';

/** What comes of an input, in a reader's words; null where it changes nothing. */
function effectOf(life: Life): readonly string[] | null {
  const { outcome, sendings, lookUps, wake, verdict, announcements } = last(life);
  if (outcome !== 'advanced') return null;
  const { state } = life;
  return [
    ...sendings.map(({ operation, afterMs }) => `${operation.kind}${afterMs > 0 ? ' after a wait' : ''}`),
    ...lookUps.map(() => 'look up'),
    ...(wake.kind === 'set' ? [`${wake.deadline.kind} deadline set`] : []),
    ...announcements.map(({ type }) => type),
    ...(verdict === null ? [] : ['the order fails']),
    ...('review' in state && state.review !== null ? [`review: ${state.review.reason}`] : []),
  ];
}

type Row = {
  readonly from: PaymentStatus;
  readonly input: string;
  readonly to: PaymentStatus;
  readonly effect: string;
};

const statuses = Object.keys(wayTo) as readonly PaymentStatus[];

const rowsFrom = (from: PaymentStatus): readonly Row[] =>
  Object.entries(waysOf).flatMap(([type, ways]) =>
    Object.entries(ways).flatMap(([way, input]) => {
      const life = step(live(...wayTo[from]), input);
      const effect = effectOf(life);
      const named = way === '' ? type : `${type} (${way})`;
      return effect === null ? [] : [{ from, input: named, to: life.status, effect: effect.join(', ') || '–' }];
    }),
  );

/** Inputs of a status that come to the same share a line. */
function linesFrom(from: PaymentStatus): readonly string[] {
  const shared = new Map<string, readonly string[]>();
  for (const { input, to, effect } of rowsFrom(from)) {
    const key = `${to} | ${effect}`;
    shared.set(key, [...(shared.get(key) ?? []), input]);
  }
  return [...shared].map(([key, inputs]) => `| ${from} | ${inputs.join(', ')} | ${key} |`);
}

/** What a usual payment of each status makes of every input: the rows in which something happens. */
export const statusTable = (): string =>
  [
    '| status | input | next | what follows |',
    '|---|---|---|---|',
    ...statuses.flatMap(linesFrom),
    '| any | anything else | unchanged | ignored, or refused to the operator, with a named reason |',
    '',
  ].join('\n');
