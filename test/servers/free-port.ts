import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the kernel's ephemeral range: while a server is down no outgoing connection may take its port.
const lowest = 15_000;
const highest = 32_000;
const attempts = 100;

/** A port on 127.0.0.1 that nobody listens on, and that stays the server's own over its restarts. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
  throw new Error(`${attempts} ports between ${lowest} and ${highest} were tried, and none is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
