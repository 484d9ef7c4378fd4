import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../servers/free-port.js';
import type { Proxy } from '../tools/proxy.js';
import type { LogLines } from './log-lines.js';
import type { Mutant } from './mutants/mutants.js';

const main = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const shiftedClock = new URL('./shifted-clock.js', import.meta.url).href;
const mutatedService = new URL('./mutants/mutated-service.js', import.meta.url).href;

// SIGTERM exits within ten seconds; the rest is for a busy machine.
const longestStopMs = 13_000;
const restartAfterMs = 500;

export type Link = 'postgres' | 'redis' | 'rabbitmq' | 'gateway';
export type Role = 'consumer' | 'relay' | 'timers' | 'api' | 'payments';

export type MemberSettings = {
  readonly name: string;
  /** As `ROLES` takes them. */
  readonly roles: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its own way to each server, so that a fault of the network can be its alone. */
  readonly links: Readonly<Record<Link, Proxy>>;
  readonly folder: string;
  readonly mutant: Mutant | null;
};

/** One process of the service, under a supervisor that starts it again when it ends of its own accord. */
export class Member {
  private child: ChildProcess | null = null;
  private wanted = false;
  private wasReady = false;
  private frozen = false;
  private shiftMs = 0;

  private constructor(
    readonly settings: MemberSettings,
    private readonly port: number,
    private readonly log: LogLines,
  ) {}

  static async create(settings: MemberSettings, log: LogLines): Promise<Member> {
    return new Member(settings, await freePort(), log);
  }

  get name(): string {
    return this.settings.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.child?.pid : undefined;
  }

  /** Has been ready since its start, and nobody holds it up: it has to answer. */
  mustAnswer(): boolean {
    return this.isRunning && this.wasReady && this.wanted && !this.frozen;
  }

  /** Resolves when the process is there; it's ready some time after. @param shiftMs by which its clock is wrong */
  async start({ shiftMs = 0 }: { readonly shiftMs?: number } = {}): Promise<void> {
    this.wanted = true;
    this.shiftMs = shiftMs;
    await this.launch();
  }

  async kill(): Promise<void> {
    this.wanted = false;
    await this.ended('SIGKILL');
  }

  /** As an orchestrator does. */
  async terminate(): Promise<void> {
    const { wasReady } = this;
    this.wanted = false;
    const asked = performance.now();
    const code = await this.ended('SIGTERM');
    const afterMs = Math.round(performance.now() - asked);
    // One that hadn't come up yet may find its servers gone, which it says with its exit code.
    if (wasReady && code !== 0) this.log.violation(`${this.name} exited ${String(code)} at SIGTERM`);
    if (afterMs > longestStopMs) this.log.violation(`${this.name} took ${afterMs} ms to end at SIGTERM`);
  }

  freeze(): void {
    this.frozen = true;
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.frozen = false;
    this.child?.kill('SIGCONT');
  }

  /** @returns whether its probe says so */
  async probe(path: '/health/live' | '/health/ready', patienceMs: number): Promise<boolean> {
    const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
    await answer?.body?.cancel();
    const isGood = answer?.ok === true;
    if (isGood && path === '/health/ready') this.wasReady = true;
    return isGood;
  }

  private get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  private async ended(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (child === null || !this.isRunning) return 0;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  private async launch(): Promise<void> {
    if (this.isRunning) return;
    const { name, roles, env, folder, mutant } = this.settings;
    const log = openSync(join(folder, `${name}.log`), 'a', 0o644);
    const preloads = [shiftedClock, ...(mutant === null ? [] : [mutatedService])];
    const faults = { CHAOS_CLOCK_SHIFT_MS: String(this.shiftMs), CHAOS_MUTANT: mutant?.name };
    const args = [...preloads.flatMap((preload) => ['--import', preload]), main];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env, ...faults, ROLES: roles, PORT: String(this.port) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    this.wasReady = false;
    this.frozen = false;
    child.once('exit', (code, signal) => {
      if (this.wanted && this.child === child) void this.restart(code, signal);
    });
    await once(child, 'spawn');
  }

  private async restart(code: number | null, signal: string | null): Promise<void> {
    if (this.wasReady) this.log.violation(`${this.name} ended of its own accord (${String(signal ?? code)})`);
    await pause(restartAfterMs);
    if (this.wanted) await this.launch();
  }
}
