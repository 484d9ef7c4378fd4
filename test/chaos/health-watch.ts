import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { LogLines } from './log-lines.js';
import type { Member } from './member.js';

const everyMs = 1_000;
const patienceMs = 5_000;
// One answer may drown in a machine that is busy with a server's recovery; three in a row are the process's own fault.
const deafAfter = 3;
const mostMegabytes = 700;

/** Asks every process all the time: alive whatever happens to the servers, ready only when they are there, and of bounded size. */
export class HealthWatch {
  /** By process: megabytes of resident memory. */
  readonly peaks = new Map<string, number>();
  /** Probes that were answered with "not ready", of processes that had been ready. */
  unready = 0;
  private readonly missed = new Map<string, number>();
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly members: readonly Member[],
    private readonly log: LogLines,
  ) {}

  start(): void {
    this.running = Promise.all(this.members.map((member) => this.watch(member)));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** @returns the processes that aren't ready within the time */
  async unreadyAfter(withinMs: number): Promise<readonly string[]> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const ready = await Promise.all(this.members.map((member) => member.probe('/health/ready', patienceMs)));
      const late = this.members.filter((_, index) => ready[index] !== true).map(({ name }) => name);
      if (late.length === 0 || performance.now() > deadline) return late;
      await pause(everyMs / 4);
    }
  }

  private async watch(member: Member): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look(member);
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(member: Member): Promise<void> {
    const had = member.mustAnswer();
    const ready = await member.probe('/health/ready', patienceMs);
    if (had && member.mustAnswer() && !ready) this.unready += 1;
    const { pid } = member;
    const live = await member.probe('/health/live', patienceMs);
    // Frozen or ended in between, it owes nobody an answer.
    const owed = had && member.mustAnswer() && member.pid === pid && !live;
    const missed = owed ? (this.missed.get(member.name) ?? 0) + 1 : 0;
    this.missed.set(member.name, missed);
    if (missed === deafAfter) this.log.violation(`${member.name} runs and doesn't answer /health/live`);
    if (pid !== undefined) await this.weigh(member.name, pid);
  }

  private async weigh(name: string, pid: number): Promise<void> {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const megabytes = Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
    const before = this.peaks.get(name) ?? 0;
    this.peaks.set(name, Math.max(before, megabytes));
    if (megabytes > mostMegabytes && before <= mostMegabytes)
      this.log.violation(`${name} takes ${megabytes} MB, more than ${mostMegabytes}`);
  }
}
