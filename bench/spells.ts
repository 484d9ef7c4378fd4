import type { ClosedLoop } from './load/closed-loop.js';
import type { LoadGenerator } from './load/load-generator.js';
import type { OpenLoop } from './load/open-loop.js';
import type { Spell } from './load/spell.js';
import { mustBe } from './order-check.js';

/** Each step of so many orders at a time waits for the command of the one before. @throws BenchFailed */
export const closedSpell = async (load: LoadGenerator, loop: ClosedLoop): Promise<Spell> =>
  checked(await load.ask('closedLoop', loop));

/** So many orders a second, whether they are answered in time or not. @throws BenchFailed */
export const openSpell = async (load: LoadGenerator, loop: OpenLoop): Promise<Spell> =>
  checked(await load.ask('openLoop', loop));

/** As many commands came as were waited for. */
function checked(spell: Spell): Spell {
  mustBe({ unexpected: 0, steps: 3 * spell.orders }, spell);
  return spell;
}
