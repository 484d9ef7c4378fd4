import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { endChild, endOf, hasEnded } from './child-end.js';
import { DemoFailed } from './demo-failed.js';
import type { GatewayAccess } from './gateway.js';
import { LastLines } from './last-lines.js';

const program = fileURLToPath(new URL('../src/main.js', import.meta.url));
const startPatienceMs = 60_000;
/** The service drains within 10 s of SIGTERM. */
const stopPatienceMs = 12_000;
const linesToShow = 25;

export type ServiceSettings = {
  readonly databaseUrl: string;
  readonly brokerUrl: string | null;
  readonly port: number;
  /** Null: it takes no payments. */
  readonly gateway: GatewayAccess | null;
};

/** All that the demo's orders cost is in it. */
export const demoCurrency = 'USD';

/** What the environment says, with what the demo's fates rest on. */
function environment({ databaseUrl, brokerUrl, port, gateway }: ServiceSettings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: process.env['NODE_ENV'] ?? 'production',
    // An empty variable is an unset one: all roles, and the embedded broker.
    ROLES: '',
    DATABASE_URL: databaseUrl,
    BROKER_URL: brokerUrl ?? '',
    HOST: '127.0.0.1',
    PORT: String(port),
    ORDER_MAX_ATTEMPTS: '3',
    // Silent baskets come to their end within seconds.
    ORDER_MAX_RETRY_TIMEOUT: '00:00:02',
    DEFAULT_CURRENCY: demoCurrency,
    ...(gateway === null
      ? { PAYMENTS: 'off' }
      : { PAYMENTS: 'simulated', PAYMENT_GATEWAY_URL: gateway.url, PAYMENT_WEBHOOK_SECRETS: gateway.webhookSecret }),
  };
}

/** The service as a process of its own, all roles in one. */
export class Service {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #log = new LastLines(linesToShow);
  #stopping = false;

  constructor(settings: ServiceSettings) {
    this.url = `http://127.0.0.1:${settings.port}`;
    // A group of its own: the terminal's Ctrl-C is the demo's to handle, which ends the parts in order.
    this.#child = spawn(process.execPath, [program], {
      env: environment(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream !== null) this.#log.listen(stream);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Rejects when the service ends without being told to; never resolves. */
  async untilItFails(): Promise<never> {
    const how = await endOf(this.#child);
    if (this.#stopping) return new Promise<never>(() => undefined);
    throw new DemoFailed(`The service ended ${how}. Its last lines:`, this.#log.lines);
  }

  /** Resolves when /health/ready answers 200. */
  async ready(givenUp: AbortSignal): Promise<void> {
    const deadline = performance.now() + startPatienceMs;
    let last = 'no answer yet';
    while (performance.now() < deadline && !givenUp.aborted) {
      const answer = await fetch(`${this.url}/health/ready`).then(
        async (response) => ({ ok: response.ok, text: `${response.status} ${await response.text()}` }),
        () => ({ ok: false, text: 'no answer' }),
      );
      if (answer.ok) return;
      last = answer.text;
      await pause(100);
    }
    if (givenUp.aborted) return;
    throw new DemoFailed(
      `The service was not ready after ${startPatienceMs / 1_000} s (${last}). Its last lines:`,
      this.#log.lines,
    );
  }

  /** SIGTERM, and wait for the drained end. */
  async stop(): Promise<void> {
    this.#stopping = true;
    // It failed by itself, and that has been told.
    if (hasEnded(this.#child)) return;
    const end = await endChild(this.#child, () => this.#child.kill('SIGTERM'), stopPatienceMs);
    if (end === 'killed')
      throw new DemoFailed(
        `The service did not end within ${stopPatienceMs / 1_000} s of SIGTERM and was killed. Its last lines:`,
        this.#log.lines,
      );
    const { exitCode, signalCode } = this.#child;
    if (exitCode !== 0)
      throw new DemoFailed(
        `The service ended with ${signalCode ?? `exit code ${String(exitCode)}`} after SIGTERM. Its last lines:`,
        this.#log.lines,
      );
  }
}
