import { setTimeout as pause } from 'node:timers/promises';
import type { Dialogue } from './dialogue.js';
import { percentiles, type Spell } from './spell.js';
import { interleaved, steps } from './three-steps.js';
import { within } from './within.js';

export type OpenLoop = { readonly ordersPerSecond: number; readonly seconds: number };

const tickMs = 1;
const patienceMs = 30_000;

/**
 * Events go out at the times of a schedule, whatever the service does, and their latency counts from those times: when it stalls,
 * those that would have been sent meanwhile have waited too.
 */
export async function openLoop(dialogue: Dialogue, { ordersPerSecond, seconds }: OpenLoop): Promise<Spell> {
  const orders = Math.ceil(ordersPerSecond * seconds);
  // An order's steps are a second apart.
  const events = [...interleaved(orders, Math.ceil(ordersPerSecond))];
  const intervalMs = 1_000 / (ordersPerSecond * steps.length);
  const unexpectedBefore = dialogue.unexpected;
  const answers: Promise<number>[] = [];
  const began = performance.now();
  for (const [index, event] of events.entries()) {
    const due = began + index * intervalMs;
    while (performance.now() < due) await pause(tickMs);
    answers.push(dialogue.say(event, due));
  }
  const ms = await within(patienceMs, 'every event has its command', Promise.all(answers));
  return { orders, ordersPerSecond, ...percentiles(ms), unexpected: dialogue.unexpected - unexpectedBefore };
}
