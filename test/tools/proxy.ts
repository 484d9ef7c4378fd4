import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import type { Toward, Weather } from './weather.js';

/** A door in front of a server, through which all connections of a test go: it can drop them, keep shut, and have bad weather. */
export class Proxy {
  private readonly sockets = new Set<Socket>();
  private isOpen = true;
  /** What becomes of the bytes of every connection, also of those that stand; null: they go through. */
  weather: Weather | null = null;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async to(target: string, defaultPort: number): Promise<Proxy> {
    const url = new URL(target);
    if (url.port === '') url.port = String(defaultPort);
    const server = createServer();
    const proxy = new Proxy(server, url);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    const url = new URL(this.target.href);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  shut(): void {
    this.isOpen = false;
    this.drop();
  }

  /** As a server does that goes away in good order: says goodbye instead of resetting, now and to whoever comes. */
  hangUp(): void {
    this.isOpen = false;
    for (const socket of this.sockets) socket.end();
  }

  open(): void {
    this.isOpen = true;
  }

  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** As a router does that has forgotten the connections. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    if (!this.isOpen) {
      near
        .on('error', () => undefined)
        .resume()
        .end();
      return;
    }
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [socket, other, toward] of [
      [near, far, 'server'],
      [far, near, 'client'],
    ] as const) {
      this.sockets.add(socket);
      // A dropped connection is what these tests are about.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(this.passage(toward)).pipe(other);
    }
  }

  private passage(toward: Toward): Transform {
    const under = async (weather: Weather, piece: Buffer, handOn: (piece: Buffer) => void): Promise<void> => {
      for await (const part of weather(piece, toward)) handOn(part);
    };
    const passage = new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        if (this.weather === null) done(null, piece);
        else
          under(this.weather, piece, (part) => passage.push(part)).then(
            () => done(),
            (error: unknown) => done(error instanceof Error ? error : new Error('Bad weather', { cause: error })),
          );
      },
    });
    return passage;
  }
}
