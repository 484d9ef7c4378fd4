import { errorFields, type Log } from './log.js';
import type { Readiness } from './readiness.js';

/** A part of the process to be started or drained. */
export type Step = { readonly name: string; readonly run: () => void | Promise<void> };

export type Steps = {
  /** One after the other. */
  readonly start: readonly Step[];
  /** In the order in which the parts feed each other; those of one inner list side by side. */
  readonly drain: readonly (readonly Step[])[];
};

// Five stages stay below the ten seconds that an orchestrator waits before it kills.
const patienceMs = 1_700;

/** Starts what this process is for, and drains it: takes nothing new, finishes what is in flight, gives leases back. */
export class Lifecycle {
  private draining: Promise<void> | null = null;

  constructor(
    private readonly readiness: Readiness,
    private readonly steps: Steps,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    for (const { run } of this.steps.start) await run();
    this.readiness.started();
  }

  /** Safe to call again: the first call's outcome is everybody's. */
  drain(): Promise<void> {
    this.draining ??= this.drainAll();
    return this.draining;
  }

  private async drainAll(): Promise<void> {
    this.readiness.drain();
    for (const stage of this.steps.drain) await Promise.all(stage.map((step) => this.finish(step)));
  }

  private async finish({ name, run }: Step): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        resolve('late');
      }, patienceMs);
    });
    try {
      const outcome = await Promise.race([run(), late]);
      if (outcome === 'late') this.log.warn({ part: name }, 'draining goes on without waiting for this part');
    } catch (error) {
      this.log.warn({ part: name, ...errorFields(error) }, 'draining this part met a fault');
    } finally {
      clearTimeout(timer);
    }
  }
}
