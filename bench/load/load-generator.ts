import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchFailed } from '../part.js';
import type { Reply, Request } from './request.js';
import type { LoadTasks } from './tasks.js';

const program = fileURLToPath(new URL('./main.js', import.meta.url));

/** The neighbours as a process of their own, spoken to over IPC about the course only: their work goes over the broker. */
export class LoadGenerator {
  private readonly child: ChildProcess;
  private readonly replies = new EventEmitter();
  private readonly exited: Promise<unknown>;
  private requests = 0;

  constructor(folder: string) {
    this.child = fork(program, { serialization: 'advanced', cwd: folder });
    this.exited = once(this.child, 'exit');
    this.child.on('message', (reply: Reply) => this.replies.emit(String(reply.id), reply));
  }

  /** @throws BenchFailed with what went wrong over there */
  async ask<Task extends keyof LoadTasks>(
    task: Task,
    ...args: Parameters<LoadTasks[Task]>
  ): Promise<Awaited<ReturnType<LoadTasks[Task]>>> {
    this.requests += 1;
    const id = this.requests;
    const request: Request = { id, task, args };
    const replied = once(this.replies, String(id)) as Promise<[Reply]>;
    this.child.send(request);
    const [reply] = await Promise.race([replied, this.exited.then(() => [{ id, fault: 'It ended' }] as const)]);
    if ('fault' in reply) throw new BenchFailed(`The load generator could not ${task}: ${reply.fault}`);
    return reply.answer as Awaited<ReturnType<LoadTasks[Task]>>;
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.exited;
  }
}
