import { run } from 'graphile-worker';
import pg from 'pg';
import type { OpenPeer } from './peer.js';
import type { PeerCommand } from './peer-command.js';
import { stepParameters, stepSql } from './step-sql.js';

const connections = 16;
// The settings with which that page gives its best figures.
const worker = {
  concurrentJobs: 24,
  maxPoolSize: 25,
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

/**
 * graphile-worker: the job is added by the step's own statement and its task publishes. Batched as its page on performance advises
 * (https://worker.graphile.org/docs/performance): a local queue, and completions gathered.
 */
export const openGraphile: OpenPeer = async ({ databaseUrl, publish }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  await run({
    preset: { worker: { connectionString: databaseUrl, ...worker } },
    taskList: { publish: (payload) => publish(payload as PeerCommand) },
    noHandleSignals: true,
  });
  const text = stepSql(`graphile_worker.add_job('publish', $6::json)`);
  return {
    handle: async (event, command) => {
      await pool.query({ name: 'step', text, values: [...stepParameters(event), JSON.stringify(command)] });
    },
  };
};
