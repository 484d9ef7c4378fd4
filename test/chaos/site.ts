import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { deployMigrations } from '../../src/platform/migrations/deploy-migrations.js';
import { Servers } from '../servers/servers.js';
import { calmPool } from '../tools/calm-pool.js';
import { Proxy } from '../tools/proxy.js';
import { GatewayProcess } from './gateway-process.js';
import type { LogLines } from './log-lines.js';
import type { Mutant } from './mutants/mutants.js';
import { type Link, Member, type Role } from './member.js';

const deployment = [
  ['consumer-1', 'consumer'],
  ['consumer-2', 'consumer'],
  ['relay-1', 'relay'],
  ['relay-2', 'relay'],
  ['timers', 'timers'],
  ['api', 'api'],
  ['payments-1', 'payments'],
  ['payments-2', 'payments'],
] as const satisfies readonly (readonly [name: string, role: Role])[];

export type MemberName = (typeof deployment)[number][0];
export const memberNames: readonly MemberName[] = deployment.map(([name]) => name);
/** Who calls the gateway. */
export const payers: readonly MemberName[] = deployment.flatMap(([name, role]) => (role === 'payments' ? [name] : []));

// A consumer relays too: what it commits in a lane of its own goes out at once, the rest is for the other relays to fetch.
const rolesOf = (role: Role): string => (role === 'consumer' ? 'consumer,relay' : role);

const env = {
  // A silent basket's life fits into a run.
  ORDER_MAX_RETRY_TIMEOUT: '00:00:04',
  // Longer than any run: who waits for a checkout that doesn't come is still waiting when the run is judged.
  ORDER_CHECKOUT_WAIT: '10:00:00',
  PAYMENTS: 'simulated',
  // A call that gets no answer is over soon enough for its look-up to fit in as well.
  PAYMENT_CALL_DEADLINE: '00:00:02',
  LOG_LEVEL: 'info',
};

/** The deployment under test: real servers, and the service as processes of their own, each with its own way to each server. */
export class Site {
  private constructor(
    readonly servers: Servers,
    readonly gateway: GatewayProcess,
    readonly databaseUrl: string,
    /** On the service's database, past all proxies. */
    readonly sql: Pool,
    readonly members: ReadonlyMap<MemberName, Member>,
    private readonly proxies: readonly Proxy[],
  ) {}

  /** @param mutant with whose fault every process of the service runs */
  static async open(log: LogLines, mutant: Mutant | null): Promise<Site> {
    const servers = await Servers.start();
    try {
      const databaseUrl = servers.postgres.urlOf('order_finance');
      await deployMigrations(databaseUrl);
      const gateway = await GatewayProcess.start(servers.folder);
      const proxies: Proxy[] = [];
      const members = new Map<MemberName, Member>();
      for (const [name, role] of deployment) {
        const links = {
          postgres: await Proxy.to(databaseUrl, 5432),
          redis: await Proxy.to(servers.redis.url, 6379),
          rabbitmq: await Proxy.to(servers.rabbitmq.url, 5672),
          gateway: await Proxy.to(gateway.url, 80),
        };
        proxies.push(...Object.values(links));
        const urls = {
          DATABASE_URL: links.postgres.url,
          REDIS_URL: links.redis.url,
          BROKER_URL: links.rabbitmq.url,
          PAYMENT_GATEWAY_URL: links.gateway.url,
        };
        const settings = {
          name,
          roles: rolesOf(role),
          links,
          env: { ...env, ...urls },
          folder: servers.folder,
          mutant,
        };
        members.set(name, await Member.create(settings, log));
      }
      return new Site(servers, gateway, databaseUrl, calmPool(databaseUrl), members, proxies);
    } catch (error) {
      await servers.stop();
      throw error;
    }
  }

  member(name: MemberName): Member {
    const found = this.members.get(name);
    if (found === undefined) throw new Error(`There is no ${name} in the deployment`);
    return found;
  }

  link(name: MemberName, to: Link): Proxy {
    return this.member(name).settings.links[to];
  }

  async start(): Promise<void> {
    await Promise.all([...this.members.values()].map((member) => member.start()));
    await this.gateway.tellTo(`${this.member('api').url}/api/v1/payment-webhooks`);
  }

  /** @returns the folder to which what servers and processes said was copied, which stays */
  async keepLogs(): Promise<string> {
    const kept = await mkdtemp(join(tmpdir(), 'order-finance-chaos-'));
    const logs = [
      ...memberNames.map((name) => `${name}.log`),
      'postgres/log',
      'redis/log',
      'rabbitmq/log',
      'gateway/log',
    ];
    for (const log of logs) await cp(join(this.servers.folder, log), join(kept, log.replace('/log', '.log')));
    return kept;
  }

  async close(): Promise<void> {
    await Promise.all([...this.members.values()].map((member) => member.kill()));
    await this.sql.end().catch(() => undefined);
    await Promise.all(this.proxies.map((proxy) => proxy.close()));
    await this.servers.stop();
  }
}
