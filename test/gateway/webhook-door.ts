import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { WebhookRead } from '../../src/gateway/webhook.js';

type Heard = Extract<WebhookRead, { readonly ok: true }>;

/** Hears webhooks as the service will: raw bytes to the adapter, 200 for what it could read, 400 for the rest. */
export class WebhookDoor {
  readonly heard: Heard[] = [];
  readonly refused: string[] = [];
  /** How many of the next ones get a 500, as if the service were ill. */
  failures = 0;
  private constructor(
    private readonly server: Server,
    private readonly gateway: PaymentGateway,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.hear(request, response));
  }

  static async open(gateway: PaymentGateway): Promise<WebhookDoor> {
    const server = createServer();
    const door = new WebhookDoor(server, gateway);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/webhooks`;
  }

  of(orderId: string): readonly Heard[] {
    return this.heard.filter(({ event }) => event.kind === 'operation' && event.snapshot.orderId === orderId);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    if (this.failures > 0) {
      this.failures -= 1;
      response.writeHead(500).end();
      return;
    }
    const read = this.gateway.readWebhook(Buffer.concat(pieces), request.headers);
    if (read.ok) this.heard.push(read);
    else this.refused.push(read.reason);
    response.writeHead(read.ok ? 200 : 400).end();
  }
}
