import type { Neighbours } from './neighbours.js';
import { untilCount } from './until-count.js';

/** Milliseconds from the first of so many commands in their queue to the last. Ask before anybody publishes. */
export async function arrival(neighbours: Neighbours, commands: number): Promise<number> {
  const waiting = () => neighbours.waiting(neighbours.commandsQueue);
  await untilCount('the first command has come', waiting, 1);
  const began = performance.now();
  await untilCount('every command has come', waiting, commands);
  return performance.now() - began;
}
