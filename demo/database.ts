import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/start.mjs';

/** The database of a run. */
export type DemoDatabase = {
  readonly url: string;
  /** The throw-away folder; null for a server that the user named. */
  readonly folder: string | null;
  stop(): Promise<void>;
};

/** The user's own server, or an embedded one whose data is gone with the run. */
export async function openDatabase(url: string | undefined): Promise<DemoDatabase> {
  if (url !== undefined) return { url, folder: null, stop: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'order-finance-demo-'));
  // Started by root the server runs as another user, who must get here.
  await chmod(folder, 0o755);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({ dataFolder: folder });
    return {
      url: server.url,
      folder,
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
