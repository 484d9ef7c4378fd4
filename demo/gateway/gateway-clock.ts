type Task = { readonly dueMs: number; readonly run: () => void };

// What setTimeout can hold; beyond it fires at once.
const longestTimerMs = 2 ** 31 - 1;

/** The gateway's own time: it goes on by itself, and a test can move it ahead, through all that falls due on the way. */
export class GatewayClock {
  private aheadMs = 0;
  private tasks: readonly Task[] = [];
  private timer: NodeJS.Timeout | undefined;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  after(ms: number, run: () => void): void {
    this.at(new Date(this.now().getTime() + ms), run);
  }

  at(due: Date, run: () => void): void {
    this.tasks = [...this.tasks, { dueMs: due.getTime(), run }].sort((a, b) => a.dueMs - b.dueMs);
    this.wind();
  }

  advance(ms: number): void {
    const targetMs = this.now().getTime() + ms;
    for (let next = this.tasks[0]; next !== undefined && next.dueMs <= targetMs; next = this.tasks[0]) {
      this.aheadMs += Math.max(0, next.dueMs - this.now().getTime());
      this.tasks = this.tasks.slice(1);
      next.run();
    }
    this.aheadMs += Math.max(0, targetMs - this.now().getTime());
    this.wind();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.tasks = [];
  }

  private wind(): void {
    clearTimeout(this.timer);
    const [next] = this.tasks;
    if (next === undefined) return;
    const inMs = Math.max(0, next.dueMs - this.now().getTime());
    this.timer = setTimeout(() => this.advance(0), Math.min(inMs, longestTimerMs)).unref();
  }
}
