import { nextTick } from 'node:process';
import { Heap } from './heap.js';
import type { Trace } from './trace.js';

/** To whom something happens: nothing happens to the dead any more, and to the frozen only when they thaw. */
export type Owner = { readonly name: string; readonly isAlive: boolean; readonly frozenUntil: number };

type Entry = {
  readonly at: number;
  readonly turn: number;
  readonly what: string;
  readonly owner: Owner | null;
  readonly act: () => void;
};

/**
 * Resolves when no promise has anything left to do: Node turns to its ticks only once the microtasks are done. A turn of
 * the event loop would do as well, at ten times the price.
 */
const settled = () => new Promise<void>((resolve) => nextTick(resolve));

/** Virtual time: one thing after the other, each only when everything that the one before set going has come to a wait. */
export class Scheduler {
  steps = 0;
  private time = 0;
  private turns = 0;
  private readonly entries = new Heap<Entry>();

  constructor(private readonly trace: Trace) {}

  /** Milliseconds since the run began. */
  get now(): number {
    return this.time;
  }

  at(at: number, what: string, owner: Owner | null, act: () => void): void {
    this.turns += 1;
    this.entries.push({ at: Math.max(at, this.time), turn: this.turns, what, owner, act });
  }

  after(ms: number, what: string, owner: Owner | null, act: () => void): void {
    this.at(this.time + ms, what, owner, act);
  }

  /** Goes on until it's so, or until the time has come. */
  async runUntil(isSo: () => boolean, deadline: number): Promise<void> {
    await settled();
    while (!isSo()) {
      const entry = this.entries.pop();
      if (entry === undefined || entry.at > deadline) {
        if (entry !== undefined) this.entries.push(entry);
        this.time = deadline;
        return;
      }
      await this.step(entry);
    }
  }

  private async step(entry: Entry): Promise<void> {
    const { owner } = entry;
    this.time = entry.at;
    if (owner !== null) {
      if (!owner.isAlive) return;
      if (owner.frozenUntil > entry.at) {
        this.entries.push({ ...entry, at: owner.frozenUntil });
        return;
      }
    }
    this.steps += 1;
    this.trace.note(entry.at, entry.what, owner?.name ?? '-');
    entry.act();
    await settled();
  }
}
