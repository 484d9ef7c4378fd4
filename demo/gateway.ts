import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { endChild, endOf } from './child-end.js';
import { DemoFailed } from './demo-failed.js';
import { LastLines } from './last-lines.js';

const program = fileURLToPath(new URL('./gateway/main.js', import.meta.url));
const stopPatienceMs = 5_000;
const linesToShow = 25;

/** What the service needs to know of its gateway. */
export type GatewayAccess = { readonly url: string; readonly webhookSecret: string };

/** What all effects of one kind in one currency add up to, in minor units. */
export type GatewayTotal = {
  readonly kind: string;
  readonly currency: string;
  readonly count: number;
  readonly amount: string;
};

/** The simulated payment gateway as a process of its own, whose books are what the service's are compared with. */
export class Gateway {
  readonly #child: ChildProcess;
  readonly #log = new LastLines(linesToShow);
  readonly #webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;
  readonly #url: Promise<string>;
  #stopping = false;

  /** @param webhookUrl where the service hears what became of its payments */
  constructor(webhookUrl: string) {
    const args = ['--port', '0', '--webhook-url', webhookUrl, '--webhook-secret', this.#webhookSecret];
    // A group of its own, as the service has: after Ctrl-C orders come to their end, and so must their payments. When the
    // demo is gone without a word, so is the line to it, and the gateway ends.
    this.#child = fork(program, args, { silent: true, detached: true });
    this.#url = this.#listen();
  }

  /** Resolves when it listens. */
  async access(): Promise<GatewayAccess> {
    return { url: await this.#url, webhookSecret: this.#webhookSecret };
  }

  /** What its books say by now. */
  async totals(): Promise<readonly GatewayTotal[]> {
    const url = `${await this.#url}/truth/totals`;
    const answer = await fetch(url).catch((cause: unknown) => {
      throw new DemoFailed(`The payment gateway doesn't answer at ${url}`, [], { cause });
    });
    if (!answer.ok) throw new DemoFailed(`GET ${url} answered ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { readonly totals: readonly GatewayTotal[] }).totals;
  }

  /** Rejects when it ends without being told to; never resolves. */
  async untilItFails(): Promise<never> {
    const how = await endOf(this.#child);
    if (this.#stopping) return new Promise<never>(() => undefined);
    throw new DemoFailed(`The payment gateway ended ${how}. Its last lines:`, this.#log.lines);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await endChild(this.#child, () => this.#child.kill('SIGTERM'), stopPatienceMs);
  }

  #listen(): Promise<string> {
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('The gateway was forked with pipes');
    for (const stream of [stdout, stderr]) this.#log.listen(stream);
    return new Promise((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        const url = / listens on (\S+)$/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    });
  }
}
