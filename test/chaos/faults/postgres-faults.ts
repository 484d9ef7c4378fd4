import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { pick } from '../../../demo/neighbours/random.js';
import type { PostgresStop } from '../../servers/postgres-server.js';
import type { Site } from '../site.js';
import { between, type FaultKind, seconds, type Stage } from './fault.js';

const subjects = ['postgres'];

const restarted = (how: PostgresStop): FaultKind => ({
  kind: `PostgreSQL: ${how === 'kill' ? 'killed' : `stopped (${how})`}`,
  deal: (random) => {
    const ms = between(random, 0, 4);
    return {
      subjects,
      details: `down for ${seconds(ms)}`,
      strike: async ({ site }) => {
        await site.servers.postgres.stop(how);
        try {
          await pause(ms);
          await mustSayUnready(site);
        } finally {
          await site.servers.postgres.process.start();
        }
      },
    };
  },
});

const probePatienceMs = 5_000;

/** No work may be sent to a process that has no database. */
async function mustSayUnready(site: Site): Promise<void> {
  for (const member of site.members.values()) {
    const ready = member.mustAnswer() && (await member.probe('/health/ready', probePatienceMs));
    if (ready) throw new Error(`${member.name} calls itself ready without its database`);
  }
}

const serviceBackends = `from pg_stat_activity
  where datname = 'order_finance' and backend_type = 'client backend' and application_name not in ('a test', 'servers')`;

const terminated: FaultKind = {
  kind: 'PostgreSQL: backends terminated',
  deal: (random) => {
    const times = 3 + Math.floor(random() * 5);
    return {
      subjects,
      details: `every second one, ${times} times`,
      strike: async ({ site: { servers } }) => {
        for (let time = 0; time < times; time += 1) {
          await servers.postgres.query(`select pg_terminate_backend(pid) ${serviceBackends} and pid % 2 = ${time % 2}`);
          await pause(400);
        }
      },
    };
  },
};

async function backendPids({ site }: Stage): Promise<readonly number[]> {
  return (await site.servers.postgres.query(`select pid ${serviceBackends}`)).map(({ pid }) => Number(pid));
}

/** One that ended meanwhile needs no signal. */
function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

const frozen: FaultKind = {
  kind: 'PostgreSQL: backends frozen',
  deal: (random) => {
    const ms = between(random, 3, 8);
    return {
      subjects,
      details: `for ${seconds(ms)}`,
      strike: async (stage) => {
        const pids = await backendPids(stage);
        signal(pids, 'SIGSTOP');
        await pause(ms);
        signal(pids, 'SIGCONT');
      },
    };
  },
};

/** Holds a transaction open that has done `statement`. */
async function holdOpen({ site }: Stage, statement: string, ms: number): Promise<void> {
  const client = new pg.Client({ connectionString: site.databaseUrl, application_name: 'servers' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    await client.query(statement);
    await pause(ms);
    await client.query('rollback');
  } finally {
    await client.end();
  }
}

const locked: FaultKind = {
  kind: 'PostgreSQL: table locked',
  deal: (random) => {
    const table = pick(random, ['orders', 'outbox', 'lanes', 'messages', 'inbox', 'relays']);
    const ms = between(random, 3, 8);
    return {
      subjects,
      details: `${table}, for ${seconds(ms)}`,
      strike: (stage) => holdOpen(stage, `lock table ${table} in access exclusive mode`, ms),
    };
  },
};

const longTransaction: FaultKind = {
  kind: 'PostgreSQL: long open transaction',
  deal: (random) => {
    const ms = between(random, 5, 10);
    return {
      subjects,
      details: `with an id of the outbox's sequence, for ${seconds(ms)}`,
      // An early id of the outbox that isn't visible until the late ones are long gone, and a horizon that stands still.
      strike: (stage) =>
        holdOpen(
          stage,
          `insert into outbox (order_id, sequence, lane) select gen_random_uuid(), 1, lane from generate_series(0, 15) as lane`,
          ms,
        ),
    };
  },
};

export const postgresFaults: readonly FaultKind[] = [
  ...(['fast', 'immediate', 'kill'] as const).map(restarted),
  terminated,
  frozen,
  locked,
  longTransaction,
];
