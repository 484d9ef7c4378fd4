import { open } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { part } from './part.js';
import { median } from './statistics.js';

const watchedMs = 2_000;

type Times = { readonly busy: number; readonly all: number };

/** Milliseconds of all processors since the machine started. */
function processorTimes(): Times {
  const times = cpus().map((one) => one.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { all, busy: all - times.reduce((sum, { idle }) => sum + idle, 0) };
}

const syncs = 100;
const pageBytes = 8_192;

/** Milliseconds until the disk has a page. */
async function syncMs(folder: string): Promise<number> {
  const file = await open(join(folder, 'sync'), 'w');
  try {
    const page = Buffer.alloc(pageBytes, 1);
    const times: number[] = [];
    for (let count = 0; count < syncs; count += 1) {
      const began = performance.now();
      await file.write(page, 0, pageBytes, 0);
      await file.datasync();
      times.push(performance.now() - began);
    }
    return median(times);
  } finally {
    await file.close();
  }
}

/**
 * What else the machine does: figures of a round that had no machine of its own are worth little. And how fast its disk is: a step waits for it
 * three times, one after the other: RabbitMQ keeps the event, PostgreSQL the commit, RabbitMQ the command.
 */
export const background = part({
  name: 'background',
  title: `The machine before the round, for ${String(watchedMs / 1_000)} s`,
  occasion: 'always',
  rounds: 'every',
  figures: {
    busyPercent: { label: 'busy with something else', unit: '%', reach: { atMost: 10 } },
    syncMs: { label: 'a page written and synced to disk', unit: 'ms' },
  },
  measure: async ({ folder }) => {
    const before = processorTimes();
    await pause(watchedMs);
    const after = processorTimes();
    const busyPercent = (100 * (after.busy - before.busy)) / (after.all - before.all);
    return { busyPercent, syncMs: await syncMs(folder) };
  },
});
