import { laneCount } from '../../../src/kernel/lane.js';
import type { Leases, Standing } from '../../../src/outbox/lane-leases.js';
import type { MemoryStore } from './memory-store.js';

export function joinRelays({ relays, now }: MemoryStore, instance: string, leaseMs: number): Standing {
  const own = relays.findIndex((relay) => relay.instance === instance);
  const slot = own >= 0 ? own : relays.findIndex(({ until }) => until < now);
  if (slot >= 0) relays[slot] = { instance, until: now + leaseMs };
  const alive = relays.filter(({ until }) => until > now).length;
  return { slot: slot >= 0 ? slot : null, share: Math.ceil(laneCount / Math.max(1, alive)) };
}

/** A lease that has run out is taken anew, under a new token, even by its last holder. */
export function holdLanes({ lanes, now }: MemoryStore, instance: string, share: number, leaseMs: number): Leases {
  const numbered = [...lanes.entries()];
  const kept = numbered.filter(([, { owner, until }]) => owner === instance && until > now);
  const free = numbered.filter(([, { until }]) => until <= now);
  const taken = free.slice(0, Math.max(0, share - kept.length));
  const held = new Map([
    ...kept.map(([lane, { token }]) => [lane, token] as const),
    ...taken.map(([lane, { token }]) => [lane, token + 1n] as const),
  ]);
  for (const [lane, token] of held) lanes[lane] = { owner: instance, token, until: now + leaseMs };
  return held;
}

export function releaseLanes({ lanes }: MemoryStore, instance: string, given: readonly number[]): void {
  for (const lane of given) {
    const row = lanes[lane];
    if (row?.owner === instance) lanes[lane] = { owner: null, token: row.token, until: -Infinity };
  }
}

export function leaveRelays(store: MemoryStore, instance: string): void {
  releaseLanes(
    store,
    instance,
    store.lanes.map((_lane, number) => number),
  );
  for (const [slot, relay] of store.relays.entries())
    if (relay.instance === instance) store.relays[slot] = { instance: null, until: -Infinity };
}

export function laneHolders({ lanes, relays, now }: MemoryStore): ReadonlyMap<number, number> {
  const holders = new Map<number, number>();
  for (const [lane, { owner, until }] of lanes.entries()) {
    if (owner === null || until <= now) continue;
    const slot = relays.findIndex((relay) => relay.instance === owner && relay.until > now);
    if (slot >= 0) holders.set(lane, slot);
  }
  return holders;
}
