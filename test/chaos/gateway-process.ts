import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Truth } from '../gateway/simulator-process.js';
import { freePort } from '../servers/free-port.js';
import { ServerProcess } from '../servers/server-process.js';

const main = fileURLToPath(new URL('../../demo/gateway/main.js', import.meta.url));
// Both sides' own when nothing is set.
const secrets = ['whsec_simulated'];

/** The simulated gateway. Its books are in its memory, so that it's frozen and cut off but never killed. */
export class GatewayProcess {
  private constructor(
    readonly url: string,
    readonly process: ServerProcess,
  ) {}

  /** @param runFolder of the servers' run, with which it ends */
  static async start(runFolder: string): Promise<GatewayProcess> {
    const folder = join(runFolder, 'gateway');
    await mkdir(folder);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const process = new ServerProcess({
      name: 'The simulated gateway',
      program: globalThis.process.execPath,
      args: [main, '--port', String(port)],
      folder,
      logFile: join(folder, 'log'),
      ask: () => ask(url, '/truth'),
    });
    await process.start();
    return new GatewayProcess(url, process);
  }

  /** What really happened to money, of all orders. */
  truth(): Promise<Truth> {
    return ask(this.url, '/truth') as Promise<Truth>;
  }

  async tellTo(url: string): Promise<void> {
    await ask(this.url, '/control/webhooks', { url, secrets });
  }
}

async function ask(gateway: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(new URL(path, gateway), {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The simulated gateway answered ${path} with ${answer.status}`);
  return answer.json();
}
