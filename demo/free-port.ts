import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { DemoFailed } from './demo-failed.js';

const usual = 3000;

/** The port asked for, else the usual one, else any free one. */
export async function choosePort(asked: number | null): Promise<number> {
  const port = asked ?? usual;
  const free = await tryPort(port);
  if (free !== null) return free;
  if (asked !== null)
    throw new DemoFailed(`Port ${asked} is in use: choose another with --port, or leave it to the demo`);
  const any = await tryPort(0);
  if (any === null) throw new DemoFailed('There is no free port on 127.0.0.1');
  return any;
}

async function tryPort(port: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    return null;
  } finally {
    server.close();
  }
}
