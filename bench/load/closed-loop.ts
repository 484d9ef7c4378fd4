import type { Dialogue } from './dialogue.js';
import { percentiles, type Spell } from './spell.js';
import { type EventMessage, steps, threeSteps } from './three-steps.js';
import { within } from './within.js';

export type ClosedLoop = { readonly inFlight: number; readonly seconds: number };

// Made beforehand for each second: making one costs the machine a tenth of what is measured.
const preparedPerSecond = 2_500;
const patienceMs = 30_000;

/** So many customers, each with one order at a time, each step waiting for the command of the step before. */
export async function closedLoop(dialogue: Dialogue, { inFlight, seconds }: ClosedLoop): Promise<Spell> {
  const prepared = Array.from({ length: seconds * preparedPerSecond }, () => threeSteps());
  const unexpectedBefore = dialogue.unexpected;
  const ms: number[] = [];
  let [orders, stepsInTime] = [0, 0];
  const until = performance.now() + seconds * 1_000;

  const live = async (order: readonly EventMessage[]): Promise<void> => {
    for (const event of order) {
      ms.push(await dialogue.say(event, performance.now()));
      if (performance.now() < until) stepsInTime += 1;
    }
  };
  const customer = async (): Promise<void> => {
    while (performance.now() < until) {
      orders += 1;
      await live(prepared.pop() ?? threeSteps());
    }
  };

  const customers = Promise.all(Array.from({ length: inFlight }, customer));
  await within(seconds * 1_000 + patienceMs, 'every order under way is complete', customers);
  return {
    orders,
    // By their steps: whole orders can end in waves of all customers at once, of which a slow peer has eleven in five seconds.
    ordersPerSecond: stepsInTime / steps.length / seconds,
    ...percentiles(ms),
    unexpected: dialogue.unexpected - unexpectedBefore,
  };
}
