import { setTimeout as pause } from 'node:timers/promises';
import { type Channel, connect } from 'amqplib';
import { commandExchanges, neighboursQueue } from '../neighbours.js';
import { republishLost } from '../republish-lost.js';
import { between, type FaultKind, seconds, type Stage } from './fault.js';

const subjects = ['rabbitmq', 'postgres'];
const financeQueue = 'finance-order-state-machine';
const drainedWithinMs = 60_000;

async function asOperator({ site }: Stage, work: (channel: Channel) => Promise<unknown>): Promise<void> {
  const connection = await connect(site.servers.rabbitmq.url, { timeout: 5_000 });
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    await work(channel);
    await channel.close();
  } finally {
    await connection.close();
  }
}

/** Takes away what the broker had confirmed; then the operator has it sent again. */
const robbing = (what: string, rob: (channel: Channel) => Promise<unknown>): FaultKind => ({
  kind: `queue: neighbours' ${what}`,
  deal: (random) => {
    const ms = between(random, 1, 4);
    return {
      subjects,
      details: `with what came in ${seconds(ms)}, then republished`,
      strike: async (stage) => {
        const since = new Date();
        await stage.neighbours.deafDuring(async () => {
          await pause(ms);
          await asOperator(stage, rob);
        });
        await republishLost(stage, since);
      },
    };
  },
});

const purged = robbing('purged', (channel) => channel.purgeQueue(neighboursQueue));
const deleted = robbing('deleted', (channel) => channel.deleteQueue(neighboursQueue));

const unbound: FaultKind = {
  kind: "queue: neighbours' unbound",
  deal: (random) => {
    const ms = between(random, 3, 8);
    return {
      subjects,
      details: `nothing is routable for ${seconds(ms)}`,
      strike: async (stage) => {
        await asOperator(stage, async (channel) => {
          for (const exchange of commandExchanges) await channel.unbindQueue(neighboursQueue, exchange, '');
          await pause(ms);
          for (const exchange of commandExchanges) await channel.bindQueue(neighboursQueue, exchange, '');
        });
      },
    };
  },
};

const financeDeleted: FaultKind = {
  kind: 'queue: ours deleted',
  deal: () => ({
    subjects,
    details: 'while it is empty',
    // What is in a queue that an operator deletes is gone, with nobody here to blame; so it's empty when it goes.
    strike: (stage) =>
      stage.flow.holdDuring(async () => {
        const left = await stage.progress.leftAfter(drainedWithinMs);
        if (left !== null) throw new Error(`The queue to be deleted doesn't get empty: ${left}`);
        await asOperator(stage, (channel) => channel.deleteQueue(financeQueue));
      }),
  }),
};

export const queueFaults: readonly FaultKind[] = [purged, deleted, unbound, financeDeleted];
