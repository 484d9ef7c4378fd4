import type { LoadGenerator } from './load/load-generator.js';
import { checkCommands } from './order-check.js';

export const backlogOrders = 15_000;
export const stepsOfOrder = 3;
// Node compiles what runs often for the first seconds: a part of the backlog isn't counted.
const uncounted = 1 / 3;

/**
 * Orders a second until the last command is confirmed; every event must have its one command. What answers starts on the backlog, and
 * its first third isn't counted.
 * @param start resolves when whatever answers is under way
 * @throws BenchFailed
 */
export async function backlogRate(
  load: LoadGenerator,
  start: () => Promise<unknown>,
  orders = backlogOrders,
): Promise<number> {
  await load.ask('publishBacklog', orders);
  const warmUp = Math.floor(orders * uncounted);
  const [{ ms, steps }] = await Promise.all([load.ask('untilAnswered', warmUp), start()]);
  await checkCommands(load, orders);
  return steps / stepsOfOrder / (ms / 1_000);
}
