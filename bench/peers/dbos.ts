import { DBOS } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import type { IncomingEvent } from './incoming-event.js';
import type { OpenPeer } from './peer.js';
import type { PeerCommand } from './peer-command.js';
import { stepParameters, stepSql } from './step-sql.js';

const connections = 16;

/**
 * DBOS: a workflow for each message under the message's id, as its guide advises for messages from outside
 * (https://docs.dbos.dev/typescript/tutorials/workflow-tutorial): one step moves the order, one publishes.
 */
export const openDbos: OpenPeer = async ({ databaseUrl, publish }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const text = stepSql('version');
  const workflow = DBOS.registerWorkflow(
    async (event: IncomingEvent, command: PeerCommand) => {
      await DBOS.runStep(
        async () => {
          await pool.query({ name: 'step', text, values: [...stepParameters(event)] });
        },
        { name: 'move' },
      );
      await DBOS.runStep(() => publish(command), { name: 'publish' });
    },
    { name: 'step' },
  );
  DBOS.setConfig({
    name: 'bench-peer',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: connections,
    logLevel: 'error',
  });
  await DBOS.launch();
  return {
    // Started is written down: from here on DBOS sees to its end.
    handle: async (event, command) => {
      await DBOS.startWorkflow(workflow, { workflowID: event.messageId })(event, command);
    },
  };
};
