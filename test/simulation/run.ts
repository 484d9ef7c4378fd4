import { drawWeather } from './faults/draw-weather.js';
import type { FaultKind } from './faults/fault-kinds.js';
import { planGatewayFaults } from './faults/planned-gateway-faults.js';
import { planFaults } from './faults/planned-faults.js';
import type { Invariant } from './invariants/invariant.js';
import { invariants } from './invariants/invariants.js';
import { watchPorts } from './invariants/watch.js';
import { Fleet } from './process/fleet.js';
import { type PaymentTally, tallyPayments } from './payment-tally.js';
import { untilAtRest } from './until-at-rest.js';
import { troubleMs, World } from './world.js';

export type Violation = { readonly invariant: string; readonly detail: string };

export type RunReport = {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Of the trace: the same for the same seed. */
  readonly hash: string;
  readonly faults: readonly FaultKind[];
  readonly deliveries: number;
  readonly commands: number;
  readonly repeats: number;
  readonly steps: number;
  /** Null in a run without payments. */
  readonly payments: PaymentTally | null;
  readonly trace: readonly string[];
};

/**
 * One run: the same seed is the same run, to the last step.
 * @param amid kinds of fault that storm in it, whatever else its seed draws
 */
export async function simulate(seed: number, keepsTrace = false, amid: readonly FaultKind[] = []): Promise<RunReport> {
  const world = new World(seed, keepsTrace, (chance) => drawWeather(chance, amid));
  const { time, workload, broker, faults } = world;
  const fleet = new Fleet(world, watchPorts(world));
  for (const { at, exchange, message } of workload.dispatches)
    time.at(at, 'neighbour sends', null, () => broker.queue.publish(exchange, message));
  planFaults(world, fleet);
  planGatewayFaults(world);
  world.payments?.plan([...new Set([...workload.sent.values()].map(({ orderId }) => orderId))]);
  fleet.start();
  await time.runUntil(() => false, troubleMs * 1.2);
  world.heal();
  await untilAtRest(world);
  return {
    seed,
    violations: invariants.flatMap((invariant) => violationsOf(invariant, world)),
    hash: world.trace.hash,
    faults: faults.records.map(({ kind }) => kind),
    deliveries: workload.dispatches.length,
    commands: broker.wire.heard.size,
    repeats: broker.wire.repeats,
    steps: time.steps,
    payments: tallyPayments(world),
    trace: world.trace.lines,
  };
}

/** A world that an invariant can't even be asked of, such as a history that can't be told, violates it. */
function violationsOf({ name, check }: Invariant, world: World): readonly Violation[] {
  try {
    return check(world).map((detail) => ({ invariant: name, detail }));
  } catch (error) {
    return [{ invariant: name, detail: String(error) }];
  }
}
