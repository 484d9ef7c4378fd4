import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchFailed } from '../part.js';
import type { PeerName } from './peer.js';

const program = fileURLToPath(new URL('./main.js', import.meta.url));

export type PeerProcessSettings = {
  readonly name: PeerName;
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  /** In front of every exchange and queue name. */
  readonly prefix: string;
};

/** A peer as a process of its own. A fault that it doesn't handle ends it, and the orders that then wait fail the part. */
export class PeerProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly exited: Promise<unknown>,
  ) {}

  /** Resolves when it consumes. @param folder in which it works */
  static async start(settings: PeerProcessSettings, folder: string): Promise<PeerProcess> {
    const child = fork(program, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const exited = once(child, 'exit');
    child.send(settings);
    const first = await Promise.race([once(child, 'message').then(() => 'ready' as const), exited]);
    if (first !== 'ready') throw new BenchFailed(`${settings.name} ended before it consumed`);
    return new PeerProcess(child, exited);
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exited;
  }
}
