import { expect, it } from '@jest/globals';
import { strike } from './faults/planned-faults.js';
import { atRest, restless } from './invariants/at-rest.js';
import { watchPorts } from './invariants/watch.js';
import { Fleet } from './process/fleet.js';
import { untilAtRest } from './until-at-rest.js';
import { World } from './world.js';

/** A world without processes: what is in its queue stays there. */
const newWorld = () => new World(1, false, () => new Map());

async function purged(messages: number): Promise<World> {
  const world = newWorld();
  const sent = world.workload.dispatches.slice(0, messages);
  for (const { exchange, message } of sent) world.broker.queue.publish(exchange, message);
  strike('input queue purged', world, new Fleet(world, watchPorts(world)));
  await world.time.runUntil(() => true, 0);
  return world;
}

it('is not at rest while a neighbour has yet to send again what the broker lost', async () => {
  const world = await purged(1);
  expect(world.broker.queue.isEmpty).toBe(true);
  expect(restless(world)).toEqual(['a fault is still felt']);
  await world.time.runUntil(() => !world.broker.queue.isEmpty, 10_000);
  expect(restless(world)).toEqual(['messages are left in the queue']);
});

it('is at rest after a purge that lost nothing', async () => {
  expect(restless(await purged(0))).toEqual([]);
});

it('has come to rest only when nothing has stirred for a while', async () => {
  const world = newWorld();
  const { time, workload, broker } = world;
  const [dispatch] = workload.dispatches;
  time.at(1_000, 'something late', null, () => {
    if (dispatch !== undefined) broker.queue.publish(dispatch.exchange, dispatch.message);
  });
  time.at(60_000, 'and its end', null, () => broker.queue.purge());
  await untilAtRest(world);
  expect(time.now).toBeGreaterThan(60_000);
  expect(atRest.check(world)).toEqual([]);
});

it('is found restless after twenty minutes if what is left never goes', async () => {
  const world = newWorld();
  for (const { exchange, message } of world.workload.dispatches) world.broker.queue.publish(exchange, message);
  await untilAtRest(world);
  expect(world.time.now).toBeGreaterThanOrEqual(20 * 60_000);
  expect(atRest.check(world)).toEqual(['messages are left in the queue']);
});
