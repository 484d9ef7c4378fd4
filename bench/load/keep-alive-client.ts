import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { BenchFailed } from '../part.js';

export type Answer = { readonly status: number; readonly body: string };

const endOfHead = '\r\n\r\n';
const lengthField = /^content-length: (\d+)\r$/im;

/**
 * One kept-alive connection with one request under way. No more of HTTP than our service answers: a complete client costs
 * the machine several times as much for each request, which the service would lack.
 */
export class KeepAliveClient {
  private received: Buffer = Buffer.alloc(0);
  private waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | null =
    null;

  static async to(port: number, host: string): Promise<KeepAliveClient> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new KeepAliveClient(socket);
  }

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => this.waiting?.reject(new Error('The service closed the connection')));
  }

  ask(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(endOfHead);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd + 2);
    const length = lengthField.exec(head)?.[1];
    if (length === undefined) {
      this.waiting?.reject(new BenchFailed(`An answer without its length: ${head}`));
      return;
    }
    const bodyStart = headEnd + endOfHead.length;
    if (this.received.length < bodyStart + Number(length)) return;
    const answer = { status: Number(head.slice(9, 12)), body: this.received.toString('utf8', bodyStart) };
    this.received = Buffer.alloc(0);
    this.waiting?.resolve(answer);
  }
}

const crlf = '\r\n';

/** The bytes of a request, made beforehand. */
export function requestBytes(method: 'GET' | 'POST', path: string, host: string, body = ''): Buffer {
  const entity = body === '' ? [] : ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`];
  return Buffer.from([`${method} ${path} HTTP/1.1`, `host: ${host}`, ...entity, '', body].join(crlf));
}
