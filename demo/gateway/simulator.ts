import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Accounts } from './accounts.js';
import { Books } from './books.js';
import { Clerk } from './clerk.js';
import { ControlApi } from './control-api.js';
import { Desk } from './desk.js';
import { DisputeDesk } from './dispute-desk.js';
import { Disputes } from './disputes.js';
import { GatewayClock } from './gateway-clock.js';
import { type Answer, type Asked, failure, readAsked, send, type Silence } from './http.js';
import { Operations } from './operations.js';
import { Payouts } from './payouts.js';
import { PublicApi } from './public-api.js';
import { simulatedFace } from './simulated-face.js';
import { StripeApi } from './stripe/stripe-api.js';
import { StripeFace } from './stripe/stripe-face.js';
import { Webhooks, type WebhookTarget } from './webhooks.js';

export type Settings = {
  /** Whose API it speaks. */
  readonly as: 'simulated' | 'stripe';
  /** 0: any free one. */
  readonly port: number;
  readonly pendingMs: number;
  readonly target: WebhookTarget | null;
};

/** A payment gateway whose money is made up, and whose answers go as the payment method's token says. Its state is in memory. */
export class Simulator {
  private readonly clock = new GatewayClock();
  private readonly webhooks: Webhooks;
  private readonly publicApi: PublicApi | StripeApi;
  private readonly controlApi: ControlApi;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(private readonly settings: Settings) {
    const { clock } = this;
    const books = new Books();
    const operations = new Operations();
    const disputes = new Disputes();
    const stripeFace = new StripeFace(operations, disputes);
    const face = settings.as === 'stripe' ? stripeFace : simulatedFace;
    const webhooks = new Webhooks(face);
    webhooks.target = settings.target;
    const accounts = new Accounts(clock, books, face);
    const disputeDesk = new DisputeDesk({ clock, accounts, disputes, webhooks, face });
    const parts = { clock, accounts, operations, webhooks, face, disputeDesk };
    const desk = new Desk(parts, { pendingMs: settings.pendingMs });
    const payouts = new Payouts(books);
    const api = { clock, books, clerk: new Clerk(face, accounts, desk), operations, payouts };
    this.webhooks = webhooks;
    this.publicApi = settings.as === 'stripe' ? new StripeApi(api, stripeFace) : new PublicApi(api);
    this.controlApi = new ControlApi({ clock, books, operations, payouts, webhooks, disputes, disputeDesk });
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
    return asked.path.startsWith('/v1/') ? this.publicApi.answer(asked) : this.controlApi.answer(asked);
  }
}
