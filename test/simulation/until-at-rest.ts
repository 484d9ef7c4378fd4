import { restless } from './invariants/at-rest.js';
import type { World } from './world.js';

// After the last fault: a message that is refused backs off for minutes.
const patienceMs = 20 * 60_000;
const lookMs = 500;
// For what a process still had in hand: a delivery of a connection that was lost may be decided once more, and where its wait
// has run out meanwhile, it waits anew. Longer than a write pauses between two tries; only a rest that lasts so long is one.
const afterwardsMs = 3_000;

/** Goes on until there's a rest that lasts, or until patience has run out. */
export async function untilAtRest(world: World): Promise<void> {
  const { time } = world;
  const deadline = time.now + patienceMs;
  do {
    while (restless(world).length > 0 && time.now < deadline) await time.runUntil(() => false, time.now + lookMs);
    await time.runUntil(() => false, time.now + afterwardsMs);
  } while (restless(world).length > 0 && time.now < deadline);
}
