import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { part } from './part.js';

const watchedMs = 2_000;

type Times = { readonly busy: number; readonly all: number };

/** Milliseconds of all processors since the machine started. */
function processorTimes(): Times {
  const times = cpus().map((one) => one.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { all, busy: all - times.reduce((sum, { idle }) => sum + idle, 0) };
}

/** What else the machine does: figures of a round that had no machine of its own are worth little. */
export const background = part({
  name: 'background',
  title: `The machine before the round, for ${String(watchedMs / 1_000)} s`,
  occasion: 'always',
  rounds: 'every',
  figures: { busyPercent: { label: 'busy with something else', unit: '%', reach: { atMost: 10 } } },
  measure: async () => {
    const before = processorTimes();
    await pause(watchedMs);
    const after = processorTimes();
    return { busyPercent: (100 * (after.busy - before.busy)) / (after.all - before.all) };
  },
});
