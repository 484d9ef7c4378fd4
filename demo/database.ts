import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/start.mjs';

/** The database of a run. */
export type DemoDatabase = {
  readonly url: string;
  stop(): Promise<void>;
};

/** A folder for an embedded server's data, which is gone with the run. */
export async function throwAwayFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'order-finance-demo-'));
  // Started by root the server runs as another user, who must get here.
  await chmod(folder, 0o755);
  return folder;
}

export async function openEmbedded(folder: string): Promise<DemoDatabase> {
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({ dataFolder: folder });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
