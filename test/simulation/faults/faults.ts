import type { Chance } from '../engine/chance.js';
import type { Weather } from './draw-weather.js';
import { type CallFault, callFaults, type FaultKind, gatewayCallFaults } from './fault-kinds.js';

export type FaultRecord = { readonly kind: FaultKind; readonly from: number; readonly until: number };

const rates: Readonly<Record<CallFault, number>> = { ...callFaults, ...gatewayCallFaults };

/** Decides at each call whether it's struck, and remembers what struck when. */
export class Faults {
  readonly records: FaultRecord[] = [];
  private isOver = false;

  constructor(
    private readonly chance: Chance,
    private readonly time: { readonly now: number },
    /** The kinds of this run: each run has only some of them, so that the others' effects aren't drowned. */
    private readonly weather: Weather,
  ) {}

  has(kind: FaultKind): boolean {
    return this.weather.has(kind);
  }

  /** @param lastingMs for how long it's felt if it does */
  strikes(kind: CallFault, lastingMs = 0): boolean {
    const often = this.isOver ? 0 : (this.weather.get(kind) ?? 0);
    if (!this.chance.happens(often * rates[kind])) return false;
    this.count(kind, lastingMs);
    return true;
  }

  /** @param lastingMs for how long it's felt */
  count(kind: FaultKind, lastingMs = 0): void {
    this.records.push({ kind, from: this.time.now, until: this.time.now + lastingMs });
  }

  /** Whether something that has struck is still felt. */
  areFelt(): boolean {
    return this.records.some(({ until }) => until > this.time.now);
  }

  /** From here on nothing is struck any more. */
  end(): void {
    this.isOver = true;
  }
}
