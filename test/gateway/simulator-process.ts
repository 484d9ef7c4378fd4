import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findProjectRoot } from '../../src/platform/embedded-postgres/project-root.mjs';
import { eventually } from '../tools/eventually.js';

const main = join(await findProjectRoot(), 'dist', 'demo', 'gateway', 'main.js');

type Effect = {
  readonly kind: string;
  readonly key: string;
  readonly reference: string;
  readonly order: string;
  readonly amount: string;
  /** Of disputes alone. */
  readonly fee: string;
  readonly currency: string;
};

export type Truth = {
  /** By key. */
  readonly tries: Readonly<Record<string, number>>;
  readonly effects: readonly Effect[];
  readonly operations: readonly { readonly key: string; readonly status: string }[];
  readonly webhooks: readonly {
    readonly id: string;
    readonly type: string;
    readonly tries: number;
    readonly delivered: boolean;
  }[];
};

export type LineBreak = { readonly kind: string; readonly reference: string };

/** The simulated gateway as a process of its own, and what no real gateway lets one do. */
export class SimulatorProcess {
  private said = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text));
  }

  static async start(...args: readonly string[]): Promise<SimulatorProcess> {
    const child = spawn(process.execPath, [main, '--port', '0', '--pending-ms', '60000', ...args], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const simulator = new SimulatorProcess(child);
    await eventually(() => simulator.url, { within: 30_000 });
    return simulator;
  }

  get url(): string {
    const url = /listens on (\S+)\n/.exec(this.said)?.[1];
    if (url === undefined) throw new Error(`The simulated gateway has not said where it listens: ${this.said}`);
    return url;
  }

  truth(orderId?: string): Promise<Truth> {
    return this.ask<Truth>(orderId === undefined ? '/truth' : `/truth?order=${orderId}`);
  }

  async advance(ms: number): Promise<void> {
    await this.ask('/control/clock', { advance_ms: ms });
  }

  async payOut(breaks: readonly LineBreak[] = []): Promise<void> {
    await this.ask('/control/payouts', { breaks });
  }

  /** Has the customer's bank take a capture back. @returns what the gateway calls the dispute */
  async dispute(capture: string, amount?: bigint): Promise<string> {
    const body = { capture, ...(amount === undefined ? {} : { amount: amount.toString() }) };
    const { dispute } = await this.ask<{ readonly dispute: { readonly id: string } }>('/control/disputes', body);
    return dispute.id;
  }

  async decide(dispute: string, outcome: 'won' | 'lost'): Promise<void> {
    await this.ask('/control/disputes/decision', { dispute, outcome });
  }

  async tellTo(url: string, secrets: readonly string[]): Promise<void> {
    await this.ask('/control/webhooks', { url, secrets });
  }

  /** What happens from now on, nobody is ever told. */
  async tellNobody(): Promise<void> {
    await this.ask('/control/webhooks', null);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private async ask<T>(path: string, body?: unknown): Promise<T> {
    const answer = await fetch(new URL(path, this.url), {
      method: body === undefined ? 'GET' : 'POST',
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
