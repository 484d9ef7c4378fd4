import { describe, expect, it } from '@jest/globals';
import { Docket } from '../../demo/docket.js';
import type { OrderAnswer } from '../../demo/judge.js';
import { fates } from '../../demo/neighbours/fates.js';
import { expectationOf, orderFrom } from '../../demo/neighbours/plan.js';
import { randomFrom } from '../../demo/neighbours/random.js';

/** One order of the first fate, a clock to be set, and whatever the service is made to say. */
function docketOfOne() {
  const [fate] = fates;
  if (fate === undefined) throw new Error('There are fates');
  const expected = expectationOf(orderFrom(randomFrom(1), fate, null));
  const world = { now: 0, state: 'Placed', asked: 0, forgotten: [] as string[] };
  const order = (): Promise<OrderAnswer['order']> => {
    world.asked += 1;
    return Promise.resolve({ state: world.state });
  };
  const docket = new Docket(
    {
      order,
      answer: async () => ({ order: await order(), timeline: [] }),
      report: () => Promise.resolve([{ expected, sent: {}, receipts: [], mails: [], deleted: false, stepsLeft: 0 }]),
      forget: (orderIds) => world.forgotten.push(...orderIds),
    },
    () => world.now,
  );
  docket.add(expected);
  const at = async (now: number, state: string) => {
    Object.assign(world, { now, state });
    await docket.proceed();
  };
  return { docket, world, expected, at };
}

describe('the docket of the demo', () => {
  it('takes an order for at rest once the service shows the expected state', async () => {
    const { docket, at } = docketOfOne();
    await at(1_000, 'Placed');
    expect(docket.atRest.Completed).toBe(0);
    await at(1_200, 'Completed');
    expect(docket.atRest.Completed).toBe(1);
    expect(docket.judged).toBe(0);
  });

  it('judges an order only after a quiet time in which a command too many could have come', async () => {
    const { docket, world, expected, at } = docketOfOne();
    await at(1_000, 'Completed');
    await at(4_900, 'Completed');
    expect(docket.judged).toBe(0);
    await at(5_000, 'Completed');
    expect(docket.judged).toBe(1);
    expect(docket.pending).toBe(0);
    expect(world.forgotten).toEqual([expected.orderId]);
  });

  it('counts a wrong order under its fate and keeps what was wrong', async () => {
    const { docket, expected, at } = docketOfOne();
    await at(1_000, 'Completed');
    await at(5_000, 'Completed');
    expect(docket.tallies.get(expected.fate)).toEqual({ orders: 1, wrong: 1 });
    expect(docket.wrong).toEqual([expect.objectContaining({ orderId: expected.orderId, fate: expected.fate })]);
  });

  it('judges an order that never comes to rest as it is', async () => {
    const { docket, at } = docketOfOne();
    await at(1_000, 'Placed');
    await at(10_500, 'Placed');
    await at(10_600, 'Placed');
    expect(docket.judged).toBe(1);
    expect(docket.wrong[0]?.faults).toContainEqual(expect.stringContaining('state "Completed", saw "Placed"'));
  });
});
