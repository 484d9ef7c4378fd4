/** The lanes that a relay holds, each with the fencing token that it was leased under. */
export type Leases = ReadonlyMap<number, bigint>;

export type Standing = {
  /** The relay's slot, which names its wake-up queue; null when all slots are taken. */
  readonly slot: number | null;
  /** Lanes that a relay should hold now, given how many are alive. */
  readonly share: number;
};

/** The port to the leases. All deadlines are the database's. */
export abstract class LaneLeases {
  /** Takes or renews this relay's slot. */
  abstract join(instance: string, leaseMs: number): Promise<Standing>;
  /** Renews what is still held, and takes free lanes up to `share`. */
  abstract hold(instance: string, share: number, leaseMs: number): Promise<Leases>;
  /** Gives lanes back. Only between bursts: nothing of them may be on its way. */
  abstract release(instance: string, lanes: readonly number[]): Promise<void>;
  /** Gives everything back: lanes and slot. */
  abstract leave(instance: string): Promise<void>;
  /** The slot of each lane's holder: whom to wake. Lanes that nobody holds are missing. */
  abstract holders(): Promise<ReadonlyMap<number, number>>;
}
