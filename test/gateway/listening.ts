import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers as a test wants, whatever it's asked. */
export class Listening {
  private server: Server | null = null;

  async to(listener: RequestListener): Promise<string> {
    this.server = createServer(listener);
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    if (this.server === null) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    this.server = null;
    await closed;
  }
}

export const answer =
  (status: number, text: string): RequestListener =>
  (request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(text));
  };
