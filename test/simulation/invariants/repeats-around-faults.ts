import { conditions, type FaultKind, paymentFaultKinds } from '../faults/fault-kinds.js';
import type { Arrival } from '../servers/wire.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

// What is in the messages or on the clocks is no reason to send one again, nor is what befalls deliveries and wake-ups; and a
// confirm is waited for, however late.
const noExcuses = new Set<FaultKind>([
  ...conditions,
  ...paymentFaultKinds.filter((kind) => !kind.startsWith('process killed')),
  'confirm late',
  'consumer connection lost at a delivery',
  'acknowledgement lost with its connection',
  'input queue purged',
  'wake-up lost',
  'wake-up late',
  'wake-up doubled',
  'queues out of reach',
  'queues lost everything',
  'lease run out',
]);
// A lease outlives its holder by as much.
const aftermathMs = 8_000;

/** A command is heard again only where a fault left its fate open. */
export const repeatsAroundFaults: Invariant = {
  name: 'repeats come only around a fault',
  check: (world) =>
    [...world.broker.wire.heard.values()].flatMap(({ messageId, arrivals }) =>
      arrivals
        .filter((arrival, index) => index > 0 && !isExcused(world, arrivals[index - 1], arrival))
        .map(({ at }) => `message ${messageId} was heard again at ${at.toFixed(0)} ms, and no fault was near`),
    ),
};

const isExcused = ({ faults }: World, before: Arrival | undefined, again: Arrival): boolean =>
  faults.records.some(
    ({ kind, from, until }) =>
      !noExcuses.has(kind) && from <= again.at && until + aftermathMs >= (before?.handedAt ?? 0),
  );
