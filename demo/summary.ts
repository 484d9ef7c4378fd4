import type { Tally, Wrong } from './docket.js';
import type { Reckoning } from './money.js';
import { reckoningFaults, reckoningText } from './money-text.js';
import { latencyText, restText, type Status } from './status.js';

export type Outcome = {
  readonly status: Status;
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly wrong: readonly Wrong[];
  /** From the first order placed to the last one at rest. */
  readonly restMs: number;
  readonly unfinished: number;
  readonly seed: number;
  /** Null: nothing was paid. */
  readonly reckoning: Reckoning | null;
};

const mostWrongShown = 20;

/** What came out, for the end of a run. */
export function summary({ status, tallies, wrong, restMs, unfinished, seed, reckoning }: Outcome): readonly string[] {
  const { judged, received, repeats, mails, foreign, strays } = status;
  const { placed, placingMs } = status;
  const rate = placingMs > 0 ? ((1_000 * (placed - 1)) / placingMs).toFixed(1) : '–';
  const width = Math.max(...[...tallies.keys()].map((name) => name.length), 0);
  return [
    '',
    `${judged} orders checked, ${judged - wrong.length} right, ${wrong.length} wrong (seed ${seed})`,
    '',
    ...[...tallies]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, tally]) => `  ${name.padEnd(width)} ${tallyText(tally)}`),
    '',
    `  at rest            ${restText(status.atRest)}`,
    `  orders/s           ${rate} placed; all at rest after ${(restMs / 1_000).toFixed(1)} s`,
    `  event → command    ${latencyText(status)}`,
    `  commands received  ${received}, of which repeated ${repeats}; mails ${mails}`,
    ...(foreign === 0
      ? []
      : [`  ${foreign} commands were about orders of somebody else (an earlier run's?) and were not checked`]),
    ...(unfinished === 0 ? [] : [`  ${unfinished} orders were still under way and were not checked`]),
    ...(reckoning === null ? [] : [...reckoningText(reckoning), ...reckoningFaults(reckoning)]),
    ...strays.slice(0, mostWrongShown).map((stray) => `WRONG: ${stray}`),
    ...wrong.slice(0, mostWrongShown).flatMap(wrongText),
    ...(wrong.length > mostWrongShown ? [`… and ${wrong.length - mostWrongShown} more wrong orders`] : []),
  ];
}

const tallyText = ({ orders, wrong }: Tally): string =>
  `${String(orders).padStart(5)}${wrong === 0 ? '' : `   ${wrong} WRONG`}`;

const wrongText = ({ orderId, fate, faults }: Wrong): readonly string[] => [
  `WRONG: order ${orderId} (${fate})`,
  ...faults.map((fault) => `    ${fault}`),
];
