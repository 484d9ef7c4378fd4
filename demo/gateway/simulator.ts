import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Accounts } from './accounts.js';
import { Books } from './books.js';
import { ControlApi } from './control-api.js';
import { Desk } from './desk.js';
import { GatewayClock } from './gateway-clock.js';
import { type Answer, type Asked, failure, readAsked, send, type Silence } from './http.js';
import { Payouts } from './payouts.js';
import { PublicApi } from './public-api.js';
import { Webhooks, type WebhookTarget } from './webhooks.js';

export type Settings = {
  /** 0: any free one. */
  readonly port: number;
  readonly pendingMs: number;
  readonly target: WebhookTarget | null;
};

const linesPerPage = 100;

/** A payment gateway whose money is made up, and whose answers go as the payment method's token says. Its state is in memory. */
export class Simulator {
  private readonly clock = new GatewayClock();
  private readonly webhooks = new Webhooks();
  private readonly payouts: Payouts;
  private readonly publicApi: PublicApi;
  private readonly controlApi: ControlApi;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(private readonly settings: Settings) {
    const { clock, webhooks } = this;
    webhooks.target = settings.target;
    const books = new Books();
    const accounts = new Accounts(clock, books);
    const desk = new Desk(clock, accounts, webhooks, { pendingMs: settings.pendingMs });
    this.payouts = new Payouts(books);
    this.publicApi = new PublicApi(clock, books, accounts, desk);
    this.controlApi = new ControlApi({ clock, books, desk, payouts: this.payouts, webhooks });
  }

  /** @returns where it listens */
  async start(): Promise<string> {
    // Whoever reaches it can move its money and its clock.
    await once(this.server.listen(this.settings.port, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.clock.stop();
    this.webhooks.stop();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.answer(await readAsked(request));
      if (answer !== 'silence') send(response, answer);
    } catch (error) {
      // The caller is gone, in the middle of its request.
      if (request.errored !== null) return;
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (!response.headersSent) send(response, failure(500, 'server_error', 'internal'));
    }
  }

  private answer(asked: Asked): Promise<Answer | Silence> | Answer | Silence {
    const { method, path } = asked;
    if (!path.startsWith('/v1/')) return this.controlApi.answer(asked);
    if (method === 'POST') return this.publicApi.operate(asked);
    return path === '/v1/settlements' ? this.settlements(asked.query) : this.publicApi.lookUp(asked);
  }

  private settlements(query: URLSearchParams): Answer {
    const since = new Date(query.get('since') ?? 0);
    if (Number.isNaN(since.getTime())) return failure(400, 'invalid_request', 'since');
    return { status: 200, body: this.payouts.page(since, query.get('after'), linesPerPage) };
  }
}
