import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Broker } from '../../src/broker/broker.js';
import { consumingConformance } from './consuming-conformance.js';
import { publishingConformance } from './publishing-conformance.js';
import type { World } from './world.js';

/** What every adapter must do. Gives the world to tests of the adapter's own. */
export function brokerConformance(start: () => Promise<World>): () => World {
  let world: World | undefined;
  const current = (): World => {
    if (world === undefined) throw new Error('The world begins in beforeAll');
    return world;
  };
  const opened: Broker[] = [];

  beforeAll(async () => {
    const started = await start();
    world = {
      ...started,
      open: () => {
        const broker = started.open();
        opened.push(broker);
        return broker;
      },
    };
  });
  afterEach(async () => {
    current().setReachable(true);
    await Promise.all(opened.splice(0).map((broker) => broker.close()));
  });
  afterAll(() => world?.dispose());

  publishingConformance(current);
  consumingConformance(current);
  return current;
}
