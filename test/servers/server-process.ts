import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** How a server's program is run. */
export type Launch = {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Nothing else of this process's environment reaches the server, but the PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its working folder, below a {@link RunFolder}, which ends it in the end. */
  readonly folder: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly logFile: string;
  /** Rejects until the server answers. */
  readonly ask: () => Promise<unknown>;
};

export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGQUIT' | 'SIGKILL';

/** A server doesn't start, or doesn't start again; its last words are in the message. */
export class ServerFailed extends Error {
  readonly code = 'SERVERS.FAILED';
}

const askAgainAfterMs = 50;
/** Crash recovery included, on a busy machine. */
const startWithinMs = 90_000;
const lastLines = 15;

/** A server as a process of ours, in a session of its own: a terminal's Ctrl-C doesn't reach it. */
export class ServerProcess {
  private child: ChildProcess | undefined;

  constructor(private readonly launch: Launch) {}

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    const { pid } = this.child ?? {};
    if (pid === undefined) throw new ServerFailed(`${this.launch.name} has never been started`);
    return pid;
  }

  /** Resolves when the server answers. @throws ServerFailed */
  async start(): Promise<void> {
    const deadline = performance.now() + startWithinMs;
    let cause: unknown;
    while (performance.now() < deadline) {
      // A server that died under SIGKILL leaves children who hold its memory for a moment: it exits, and is launched again.
      if (!this.isRunning) await this.spawn();
      try {
        await this.launch.ask();
        return;
      } catch (error) {
        cause = error;
      }
      await pause(askAgainAfterMs);
    }
    const said = (await readFile(this.launch.logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-lastLines);
    throw new ServerFailed(`${this.launch.name} does not start; its last words:\n${said.join('\n')}`, { cause });
  }

  /** Resolves when it has ended. */
  async end(signal: Signal): Promise<void> {
    if (this.child === undefined || !this.isRunning) return;
    // Nothing else may be keeping this process alive.
    this.child.ref();
    const ended = once(this.child, 'exit');
    this.send(signal);
    // A frozen process hears no signal but SIGKILL.
    this.send('SIGCONT');
    await ended;
  }

  /** Freezes it, as a machine that swaps or a hypervisor that migrates does. */
  pause(): void {
    this.send('SIGSTOP');
  }

  resume(): void {
    this.send('SIGCONT');
  }

  private send(signal: Signal | 'SIGSTOP' | 'SIGCONT'): void {
    // The whole group: some servers are started by a shell that stays.
    if (this.isRunning) process.kill(-this.pid, signal);
  }

  private async spawn(): Promise<void> {
    const { program, args, env, folder, user, logFile } = this.launch;
    const log = openSync(logFile, 'a', 0o644);
    try {
      const child = spawn(program, args, {
        cwd: folder,
        detached: true,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', log, log],
        ...user,
      });
      await once(child, 'spawn');
      child.unref();
      this.child = child;
    } finally {
      closeSync(log);
    }
  }
}
