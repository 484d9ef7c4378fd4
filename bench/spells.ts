import type { ClosedLoop } from './load/closed-loop.js';
import type { LoadGenerator } from './load/load-generator.js';
import type { OpenLoop } from './load/open-loop.js';
import type { Spell } from './load/spell.js';
import { checkSpell } from './order-check.js';

/** Each step of so many orders at a time waits for the command of the one before. @throws BenchFailed */
export async function closedSpell(load: LoadGenerator, loop: ClosedLoop): Promise<Spell> {
  const lived = await load.ask('closedLoop', loop);
  checkSpell(lived);
  return lived;
}

/** So many orders a second, whether they are answered in time or not. @throws BenchFailed */
export async function openSpell(load: LoadGenerator, loop: OpenLoop): Promise<Spell> {
  const lived = await load.ask('openLoop', loop);
  checkSpell(lived);
  return lived;
}
