import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findProjectRoot } from '../../src/platform/embedded-postgres/project-root.mjs';
import { eventually } from '../tools/eventually.js';
import { startCommand } from './start-command.js';
import type { Env } from '../tools/test-service.js';

// Not beside this file: it's compiled too.
const main = join(await findProjectRoot(), 'dist', 'src', 'main.js');

// V8's, as `npm start` has them.
const flags = (await startCommand()).slice(1, -1);

export type Ended = { readonly code: number | null; readonly signal: string | null; readonly afterMs: number };

/** The compiled service as a process of its own, with nothing but the given environment. */
export class ServiceProcess {
  stderr = '';
  stdout = '';
  private readonly closed: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.closed = once(child, 'close');
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
  }

  /** @param folder where it works: in a RunFolder it ends with the run */
  static spawn(env: Env, folder?: string): ServiceProcess {
    const { PATH = '' } = process.env;
    return new ServiceProcess(
      spawn(process.execPath, [...flags, main], {
        env: { PATH, ...env },
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Resolves when it is ready for work. */
  static async start(env: Env, folder?: string): Promise<ServiceProcess> {
    const service = ServiceProcess.spawn({ ...env, LOG_LEVEL: 'info' }, folder);
    try {
      await eventually(() => service.mustBeReady(), { within: 30_000 });
      return service;
    } catch (error) {
      await service.kill();
      throw new Error(`The service is not ready; it said: ${service.stderr}`, { cause: error });
    }
  }

  /** Where it says that it listens. */
  get url(): string {
    const { url } = this.log().find((line) => 'url' in line) ?? {};
    if (typeof url !== 'string') throw new Error('The service has not said where it listens');
    return url;
  }

  get pid(): number {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('The service was not started');
    return pid;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  log(): readonly Readonly<Record<string, unknown>>[] {
    const complete = this.stderr.slice(0, this.stderr.lastIndexOf('\n') + 1).split('\n');
    return complete.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async ready(): Promise<number> {
    return (await fetch(`${this.url}/health/ready`)).status;
  }

  /** Resolves when the process has ended and all that it said was read. */
  async ended(): Promise<Ended> {
    const asked = performance.now();
    await this.closed;
    return { code: this.child.exitCode, signal: this.child.signalCode, afterMs: performance.now() - asked };
  }

  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const ended = this.ended();
    this.child.kill(signal);
    return ended;
  }

  /** Leaves nothing running, whatever the test came to. */
  async kill(): Promise<void> {
    if (this.isRunning) await this.end('SIGKILL');
  }

  private async mustBeReady(): Promise<void> {
    if (this.isRunning && (await this.ready()) !== 200) throw new Error('The service is not ready yet');
  }
}
