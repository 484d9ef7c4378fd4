import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { LaneLeases, Leases } from './lane-leases.js';

// Long enough that a slow commit doesn't lose the lanes, short enough that a dead relay's lanes move on within seconds.
const leaseMs = 6_000;
const heartbeatMs = 2_000;
// What the holder takes off its own lease: a message that it hands to its socket still has to get out.
const marginMs = 1_500;

/** A relay's claim on its lanes: a heartbeat renews it, and nothing may be published once its deadline has passed. */
export class Tenure {
  private held: Leases = new Map();
  private surplus: readonly number[] = [];
  private deadline = 0;
  private currentSlot: number | null = null;
  private readonly ending = new AbortController();
  private beating: Promise<void> = Promise.resolve();

  constructor(
    readonly instance: string,
    private readonly leases: LaneLeases,
    private readonly around: { readonly clock: Clock; readonly log: Log },
    /** Called after each change: lanes were gained, or the slot is another. */
    private readonly changed: () => void,
  ) {}

  get slot(): number | null {
    return this.currentSlot;
  }

  /** The lanes that may be drained now; none once the deadline has passed. */
  lanes(): Leases {
    return this.isValid() ? this.held : new Map();
  }

  holds(lane: number): boolean {
    return this.isValid() && this.held.has(lane);
  }

  /**
   * Asked before each publish. A lane that was lost and won back has another token: what was fetched before may have been
   * published by whoever owned it in between.
   */
  holdsUnder(lane: number, token: bigint): boolean {
    return this.isValid() && this.held.get(lane) === token;
  }

  /** Counted by this process from before the lease was asked for, so never too late. */
  private isValid(): boolean {
    return this.around.clock.monotonic() < this.deadline;
  }

  mustYield(): boolean {
    return this.surplus.length > 0;
  }

  /** Gives lanes beyond the share to relays that came later. Nothing may be on its way when this is called. */
  async yield(): Promise<void> {
    const lanes = this.surplus;
    this.surplus = [];
    await this.leases.release(this.instance, lanes);
  }

  async start(): Promise<void> {
    await this.beat();
    this.beating = this.run();
  }

  /** Ends the heartbeat and gives back lanes and slot, so that another relay needn't wait for them to run out. */
  async end(): Promise<void> {
    this.ending.abort();
    await this.beating;
    this.deadline = 0;
    try {
      await this.leases.leave(this.instance);
    } catch (error) {
      this.around.log.warn(errorFields(error), 'the leases could not be given back and will run out');
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    for (;;) {
      await this.around.clock.pause(heartbeatMs, signal);
      if (signal.aborted) return;
      await this.beat();
    }
  }

  private async beat(): Promise<void> {
    const asked = this.around.clock.monotonic();
    try {
      const { slot, share } = await this.leases.join(this.instance, leaseMs);
      // Without a slot nobody could wake us: stand by until one is free.
      const held = slot === null ? new Map<number, bigint>() : await this.leases.hold(this.instance, share, leaseMs);
      this.take(slot, share, held, asked);
    } catch (error) {
      this.around.log.warn(errorFields(error), 'the leases could not be renewed');
    }
  }

  private take(slot: number | null, share: number, held: Leases, asked: number): void {
    const kept = [...held].slice(0, share);
    // Rows that were left because the lease had lapsed here wait for a look, even if the lanes are the same.
    const lapsed = !this.isValid();
    const gained = kept.some(([lane, token]) => this.held.get(lane) !== token) || slot !== this.currentSlot;
    this.surplus = [...held.keys()].slice(share);
    this.held = new Map(kept);
    this.deadline = asked + leaseMs - marginMs;
    this.currentSlot = slot;
    if (gained || lapsed || this.surplus.length > 0) this.changed();
  }
}
