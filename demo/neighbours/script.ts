import type { CommandName, NeighbourName, Step } from './fate.js';
import type { Life } from './life.js';
import type { Lives } from './lives.js';
import { claimOf } from './plan.js';
import type { Post } from './post.js';

type Stage = {
  readonly lives: Lives;
  readonly posts: Readonly<Record<Step['by'], Post>>;
  readonly failed: (error: unknown) => void;
};

/** Plays the steps of an order's fate: the first ones at once, the others as commands come in. */
export class Script {
  constructor(private readonly stage: Stage) {}

  begin(life: Life): void {
    this.#play(life, ({ when }) => when === 'first');
  }

  /** What else happens once `by` has received a command. Each such step is played once, at the first one of its type. */
  received(life: Life, by: NeighbourName, type: CommandName): void {
    const again = life.receipts.filter((seen) => seen.by === by && seen.type === type).length > 1;
    if (!again) this.#play(life, ({ when }) => when !== 'first' && when.received === type && when.by === by);
  }

  #play(life: Life, due: (step: Step) => boolean): void {
    this.#publish(life, life.order.fate.steps.filter(due)).catch(this.stage.failed);
  }

  async #publish(life: Life, steps: readonly Step[]): Promise<void> {
    // One neighbour's events keep their order on its own connection; between two connections only a confirm does that.
    for (const run of runsOfOneNeighbour(steps)) await Promise.all(run.map((step) => this.#step(life, step)));
  }

  async #step(life: Life, { by, event, says, copies = 1 }: Step): Promise<void> {
    await this.stage.posts[by].send(life, event, { claim: claimOf(life.order, says), copies });
    this.stage.lives.published(life);
  }
}

function runsOfOneNeighbour(steps: readonly Step[]): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last?.[0]?.by === step.by) last.push(step);
    else runs.push([step]);
  }
  return runs;
}
