import { judge, type OrderAnswer } from './judge.js';
import type { OrderStateName } from './neighbours/fate.js';
import type { Expectation } from './neighbours/plan.js';
import type { OrderReport } from './neighbours/reports.js';

/** Who is asked about an order. */
export type Witnesses = {
  readonly order: (orderId: string) => Promise<OrderAnswer['order']>;
  readonly answer: (orderId: string) => Promise<OrderAnswer>;
  readonly report: (orderIds: readonly string[]) => Promise<readonly OrderReport[]>;
  readonly forget: (orderIds: readonly string[]) => void;
};

export type Wrong = { readonly orderId: string; readonly fate: string; readonly faults: readonly string[] };
export type Tally = { readonly orders: number; readonly wrong: number };

type Case = { readonly expected: Expectation; readonly since: number; readonly restSince: number | null };

/** Longer than the shortened timer and its sweep: a command that must not come has had its time to come. */
const quietMs = 4_000;
/** An order in another state than expected after that long will not get there. */
const restPatienceMs = 10_000;
const firstLookAfterMs = 150;
const atOnce = 8;

/** Orders on their way to a verdict: all commands in → at rest in the expected state → quiet for a while → judged. */
export class Docket {
  readonly atRest: Record<OrderStateName, number> = { Placed: 0, Completed: 0, Cancelled: 0, Failed: 0 };
  readonly tallies = new Map<string, Tally>();
  readonly wrong: Wrong[] = [];
  judged = 0;
  /** When the last order came to rest, in `performance.now()` milliseconds. */
  lastRestAt: number | null = null;
  #cases: Case[] = [];

  constructor(
    private readonly witnesses: Witnesses,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get pending(): number {
    return this.#cases.length;
  }

  add(expected: Expectation): void {
    this.#cases.push({ expected, since: this.now(), restSince: null });
  }

  /** Looks after all cases once. */
  async proceed(): Promise<void> {
    const now = this.now();
    const isDue = ({ restSince }: Case): boolean => restSince !== null && now - restSince >= quietMs;
    const due = this.#cases.filter(isDue);
    const restless = this.#cases.filter(
      ({ restSince, since }) => restSince === null && now - since >= firstLookAfterMs,
    );
    this.#cases = this.#cases.filter((one) => !due.includes(one) && !restless.includes(one));
    await inTurns(restless, async (one) => {
      this.#cases.push(await this.#lookAt(one, now));
    });
    await this.#judge(due);
  }

  async #lookAt(one: Case, now: number): Promise<Case> {
    const { expected, since } = one;
    const order = await this.witnesses.order(expected.orderId);
    if (order?.['state'] === expected.state) {
      this.atRest[expected.state] += 1;
      this.lastRestAt = this.now();
      return { ...one, restSince: this.now() };
    }
    // Judged as it is, and found wrong.
    return now - since > restPatienceMs ? { ...one, restSince: now - quietMs } : one;
  }

  async #judge(due: readonly Case[]): Promise<void> {
    if (due.length === 0) return;
    const orderIds = due.map(({ expected }) => expected.orderId);
    const reports = await this.witnesses.report(orderIds);
    await inTurns(reports, async (report) => {
      const { orderId, fate } = report.expected;
      const faults = judge(report, await this.witnesses.answer(orderId));
      const { orders, wrong } = this.tallies.get(fate) ?? { orders: 0, wrong: 0 };
      this.tallies.set(fate, { orders: orders + 1, wrong: wrong + (faults.length > 0 ? 1 : 0) });
      if (faults.length > 0) this.wrong.push({ orderId, fate, faults });
      this.judged += 1;
    });
    this.witnesses.forget(orderIds);
  }
}

async function inTurns<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
