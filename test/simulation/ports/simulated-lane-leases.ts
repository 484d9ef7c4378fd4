import { LaneLeases, type Leases, type Standing } from '../../../src/outbox/lane-leases.js';
import { holdLanes, joinRelays, laneHolders, leaveRelays, releaseLanes } from '../store/lease-tables.js';
import type { MemoryStore } from '../store/memory-store.js';
import { Claims } from './claims.js';
import type { Line } from './line.js';

export type LeaseListener = {
  /** Lanes are about to be given away. */
  readonly released: (lanes: readonly number[]) => void;
  /** A lease has run out that its holder neither renewed nor gave back. */
  readonly ranOut: () => void;
};

export class SimulatedLaneLeases extends LaneLeases {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
    private readonly told: LeaseListener = { released: () => undefined, ranOut: () => undefined },
    private readonly claims = new Claims(),
  ) {
    super();
  }

  override join(instance: string, leaseMs: number): Promise<Standing> {
    return this.line.call('join', () => joinRelays(this.store, instance, leaseMs));
  }

  override async hold(instance: string, share: number, leaseMs: number): Promise<Leases> {
    const leases = await this.line.call('hold', () => {
      const { lanes, now } = this.store;
      if (lanes.some(({ owner, until }) => owner !== null && until <= now)) this.told.ranOut();
      return holdLanes(this.store, instance, share, leaseMs);
    });
    this.claims.hold(instance, leases);
    return leases;
  }

  override release(instance: string, lanes: readonly number[]): Promise<void> {
    this.told.released(lanes);
    return this.line.call('release', () => releaseLanes(this.store, instance, lanes));
  }

  override leave(instance: string): Promise<void> {
    return this.line.call('leave', () => leaveRelays(this.store, instance));
  }

  override holders(): Promise<ReadonlyMap<number, number>> {
    return this.line.call('holders', () => laneHolders(this.store));
  }
}
