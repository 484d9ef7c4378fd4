import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endChild } from './child-end.js';
import { DemoFailed } from './demo-failed.js';
import type { Expectation } from './neighbours/plan.js';
import type { TransportSettings } from './neighbours/transport.js';
import type { FromNeighbours, OrderReport, Progress, ToNeighbours } from './neighbours/reports.js';

const program = fileURLToPath(new URL('./neighbours/main.js', import.meta.url));
const stopPatienceMs = 10_000;

const nothingYet: Progress = {
  placed: 0,
  placingMs: 0,
  inFlight: 0,
  received: 0,
  repeats: 0,
  foreign: 0,
  mails: 0,
  latency: { p50: null, p99: null },
  strays: [],
};

/** The neighbours as a process of their own, spoken to over IPC only about the demo's course: their work goes over the broker. */
export class Neighbours {
  progress = nothingYet;
  readonly #child: ChildProcess;
  readonly #answers = new EventEmitter();
  readonly #failed: Promise<never>;
  #requests = 0;

  constructor(private readonly onFinished: (expected: Expectation) => void) {
    this.#child = fork(program, { serialization: 'advanced' });
    this.#failed = this.#untilFailure();
    // Whoever waits learns of it; nobody may be waiting yet.
    this.#failed.catch(() => undefined);
  }

  untilTheyFail(): Promise<never> {
    return this.#failed;
  }

  /** Resolves when every queue is empty, bound and consumed. */
  async open(transport: TransportSettings): Promise<void> {
    this.tell({ type: 'open', transport });
    await Promise.race([once(this.#answers, 'ready'), this.#failed]);
  }

  tell(message: ToNeighbours): void {
    if (this.#child.connected) this.#child.send(message);
  }

  async report(orderIds: readonly string[]): Promise<readonly OrderReport[]> {
    this.#requests += 1;
    const request = this.#requests;
    const answer = once(this.#answers, `reports ${request}`) as Promise<[readonly OrderReport[]]>;
    this.tell({ type: 'report', request, orderIds });
    const [reports] = await Promise.race([answer, this.#failed]);
    return reports;
  }

  async stop(): Promise<void> {
    await endChild(
      this.#child,
      () => {
        this.tell({ type: 'close' });
      },
      stopPatienceMs,
    );
  }

  #untilFailure(): Promise<never> {
    return new Promise((_resolve, reject) => {
      this.#child.on('message', (message: FromNeighbours) => {
        if (message.type === 'failed') reject(new DemoFailed(message.message));
        else this.#hear(message);
      });
      this.#child.on('error', reject);
      this.#child.on('exit', (code, signal) => {
        reject(new DemoFailed(`The neighbours' process ended (${signal ?? `exit code ${String(code)}`})`));
      });
    });
  }

  #hear(message: Exclude<FromNeighbours, { readonly type: 'failed' }>): void {
    if (message.type === 'progress') this.progress = message.progress;
    else if (message.type === 'finished') this.onFinished(message.expected);
    else if (message.type === 'reports') this.#answers.emit(`reports ${message.request}`, message.reports);
    else this.#answers.emit(message.type);
  }
}
