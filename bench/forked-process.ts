import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchFailed } from './part.js';

/**
 * A program of the bench's that works between the service's queues, in its place, as a process of its own. A fault that it doesn't
 * handle ends it, and the orders that then wait fail the part.
 */
export class ForkedProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly exited: Promise<unknown>,
  ) {}

  /** Sends it the settings, its first message; resolves with its first answer: it consumes. @param folder in which it works */
  static async start(program: URL, settings: object, folder: string): Promise<ForkedProcess> {
    const path = fileURLToPath(program);
    const child = fork(path, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const exited = once(child, 'exit');
    child.send(settings);
    const first = await Promise.race([once(child, 'message').then(() => 'ready' as const), exited]);
    if (first !== 'ready') throw new BenchFailed(`${path} ended before it consumed`);
    return new ForkedProcess(child, exited);
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exited;
  }
}
