import { once } from 'node:events';
import { createServer } from 'node:net';

/** The port is taken: said before anything else is started, in one line. */
export class PortHeld extends Error {
  readonly code = 'HTTP.PORT_HELD';
  constructor(host: string, port: number, options: ErrorOptions) {
    super(
      `Port ${String(port)} of ${host} is held by another process: stop that one, or set PORT to a free port`,
      options,
    );
  }
}

/** @throws PortHeld; another error when `host` is no address of this machine */
export async function assertFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new PortHeld(host, port, { cause: error });
    throw error;
  } finally {
    probe.close();
  }
}
