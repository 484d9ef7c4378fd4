import { setTimeout as pause } from 'node:timers/promises';
import { deployMigrations } from '../src/platform/migrations/deploy-migrations.js';
import { openEmbedded, throwAwayFolder } from './database.js';
import { DemoFailed } from './demo-failed.js';
import { Docket } from './docket.js';
import type { Flags } from './flags.js';
import { choosePort } from './free-port.js';
import { Gateway, type GatewayAccess } from './gateway.js';
import { LedgerApi } from './ledger-api.js';
import { type Books, Money, type Reckoning, type Waiting } from './money.js';
import { Neighbours } from './neighbours.js';
import { transportTo } from './neighbours/transport.js';
import { OrdersApi } from './orders-api.js';
import type { Parts } from './parts.js';
import type { Screen } from './screen.js';
import { Service } from './service.js';
import type { Status } from './status.js';
import { summary } from './summary.js';
import { Throughput } from './throughput.js';

const tickMs = 100;
/** After Ctrl-C: the time in which a silent basket's order comes to its end and its quiet. */
const drainMs = 15_000;
/** The simulated gateway's token for a payment that goes well. */
const goodMethod = 'tok_ok';

export type Interrupts = {
  /** Ctrl-C: place no more, let what is under way come to its end. */
  readonly drain: AbortSignal;
  /** The second Ctrl-C: end now. */
  readonly hurry: AbortSignal;
};

// As a call, since TypeScript takes a property that was false for false ever after.
const isUp = (signal: AbortSignal): boolean => signal.aborted;

const set = (name: string): string | undefined => (process.env[name] === '' ? undefined : process.env[name]);

/** Runs the demo from its first part to its summary. @returns the exit code. */
export async function run(flags: Flags, screen: Screen, parts: Parts, interrupts: Interrupts): Promise<0 | 1> {
  const brokerUrl = flags.brokerUrl ?? set('BROKER_URL') ?? null;
  const stage = await raise({ ...flags, brokerUrl }, screen, parts, interrupts);
  if (stage === 'interrupted') {
    screen.say('Stopped before any order was placed');
    return 0;
  }
  const { neighbours, docket, money, failure } = stage;
  const over = new AbortController();
  const course = conduct(flags, screen, { neighbours, docket, money, over: over.signal }, interrupts);
  const outcome = await Promise.race([course, failure]).finally(() => {
    over.abort();
  });
  screen.leave();
  screen.say(...summary({ ...outcome, tallies: docket.tallies, wrong: docket.wrong, seed: flags.seed }));
  const { status, reckoning } = outcome;
  return docket.wrong.length > 0 || status.strays.length > 0 || reckoning?.verdict === 'wrong' ? 1 : 0;
}

type Stage = {
  readonly neighbours: Neighbours;
  readonly docket: Docket;
  /** Null: the orders aren't paid. */
  readonly money: Money | null;
  /** Rejects when a part ends by itself. */
  readonly failure: Promise<never>;
};

/** Brings up everything. Each step may be the last one, when Ctrl-C comes first. */
async function raise(
  flags: Flags,
  screen: Screen,
  parts: Parts,
  { drain }: Interrupts,
): Promise<Stage | 'interrupted'> {
  const neighbours = new Neighbours((expected) => {
    docket.add(expected);
  });
  parts.add('neighbours', () => neighbours.stop());
  const { databaseUrl, folder } = await raiseDatabase(screen, parts, neighbours);
  if (isUp(drain)) return 'interrupted';

  const { brokerUrl } = flags;
  const transport = { brokerUrl, databaseUrl, prefix: set('BROKER_PREFIX') ?? '' };
  await transportTo(transport).refuseIfInUse(['finance-order-state-machine']);
  await neighbours.open(transport);
  const port = await choosePort(flags.port);
  const broker = brokerUrl === null ? 'embedded' : 'RabbitMQ';
  const gateway = flags.payments ? raiseGateway(screen, parts, port) : null;
  screen.say(
    `Starting the service (broker: ${broker}, queue: ${set('REDIS_URL') === undefined ? 'PostgreSQL' : 'Redis'}) …`,
  );
  const access = gateway === null ? null : await Promise.race([gateway.access(), gateway.untilItFails()]);
  const service = new Service({ ...transport, port, gateway: access });
  parts.add('service', () => service.stop());
  neighbours.tell({ type: 'guard', guarded: { service: service.pid ?? null, folder } });
  const failures = [
    service.untilItFails(),
    neighbours.untilTheyFail(),
    ...(gateway === null ? [] : [gateway.untilItFails()]),
  ];
  const failure = Promise.race(failures);
  await Promise.race([service.ready(drain), failure]);
  if (isUp(drain)) return 'interrupted';

  const api = new OrdersApi(service.url);
  const docket: Docket = new Docket({
    order: (orderId) => api.order(orderId),
    answer: (orderId) => api.answer(orderId),
    report: (orderIds) => neighbours.report(orderIds),
    forget: (orderIds) => {
      neighbours.tell({ type: 'forget', orderIds });
    },
  });
  const money = gateway === null ? null : await Money.open(gateway, new LedgerApi(service.url));
  const howMany = flags.orders === null ? 'orders until Ctrl-C' : `${flags.orders} orders`;
  screen.say(...urls(service.url, access), '', `Placing ${howMany}, ${flags.rate} a second (seed ${flags.seed})`, '');
  return { neighbours, docket, money, failure };
}

function raiseGateway(screen: Screen, parts: Parts, servicePort: number): Gateway {
  screen.say('Starting the simulated payment gateway …');
  const gateway = new Gateway(`http://127.0.0.1:${servicePort}/api/v1/payment-webhooks`);
  parts.add('gateway', () => gateway.stop());
  return gateway;
}

type RaisedDatabase = { readonly databaseUrl: string; readonly folder: string | null };

/** The user's own server, or an embedded one whose data is gone with the run; with our schema. */
async function raiseDatabase(screen: Screen, parts: Parts, neighbours: Neighbours): Promise<RaisedDatabase> {
  const given = set('DATABASE_URL');
  if (given !== undefined) {
    screen.say('Using the PostgreSQL of DATABASE_URL');
    await deployMigrations(given);
    return { databaseUrl: given, folder: null };
  }
  screen.say('Starting an embedded PostgreSQL …');
  const folder = await throwAwayFolder();
  neighbours.tell({ type: 'guard', guarded: { service: null, folder } });
  const database = await openEmbedded(folder);
  parts.add('database', () => database.stop());
  await deployMigrations(database.url);
  return { databaseUrl: database.url, folder };
}

const urls = (url: string, gateway: GatewayAccess | null): readonly string[] => [
  '',
  `  ${url}/graphiql                    GraphQL, to try out`,
  `  ${url}/docs                        REST, to try out`,
  `  ${url}/graphql                     GraphQL`,
  `  ${url}/api/v1/orders               the orders`,
  `  ${url}/api/v1/order-state-machine  the state machine`,
  `  ${url}/openapi.json                OpenAPI 3.1`,
  `  ${url}/asyncapi.yaml               AsyncAPI 3.0`,
  `  ${url}/health/ready                health`,
  `  ${url}/metrics                     metrics`,
  ...(gateway === null
    ? []
    : [`  ${`${gateway.url}/truth`.padEnd(url.length + 29)}what really happened at the gateway`]),
];

type Conducted = {
  readonly status: Status;
  readonly restMs: number;
  readonly unfinished: number;
  readonly reckoning: Reckoning | null;
};

const methodFor = (money: Money | null): string | null => (money === null ? null : goodMethod);

const lookAt = async (money: Money | null): Promise<Books | null> => (money === null ? null : money.look());

const comeToRest = async (money: Money | null, waiting: Waiting): Promise<Reckoning | null> =>
  money === null ? null : money.comeToRest(waiting);

/** Places orders and follows them to the end that was asked for. */
async function conduct(
  flags: Flags,
  screen: Screen,
  { neighbours, docket, money, over }: Omit<Stage, 'failure'> & { readonly over: AbortSignal },
  { drain, hurry }: Interrupts,
): Promise<Conducted> {
  const began = performance.now();
  const { orders, rate, seed } = flags;
  const throughput = new Throughput();
  neighbours.tell({ type: 'place', orders, rate, seed, paymentMethod: methodFor(money) });
  let drainUntil: number | null = null;
  for (;;) {
    await docket.proceed();
    const elapsedMs = performance.now() - began;
    const { progress } = neighbours;
    const status = {
      ...progress,
      elapsedMs,
      orders,
      atRest: docket.atRest,
      judged: docket.judged,
      wrong: docket.wrong.length,
      money: await lookAt(money),
    };
    screen.show({ ...status, ordersPerSecond: throughput.of(progress.placed, elapsedMs) });
    if (drain.aborted && drainUntil === null) {
      neighbours.tell({ type: 'hold' });
      screen.say('Stopping: no more orders, those under way come to their end (Ctrl-C again to end at once) …');
      drainUntil = elapsedMs + drainMs;
    }
    const drained =
      drainUntil !== null && (docket.judged === progress.placed || elapsedMs > drainUntil || hurry.aborted);
    if (over.aborted || drained || (flags.exit && docket.judged === orders)) {
      const restMs = (docket.lastRestAt ?? began) - began;
      const givenUp = AbortSignal.any([hurry, over]);
      const reckoning = await comeToRest(money, { completed: docket.atRest.Completed, givenUp });
      const unfinished = progress.placed - docket.judged;
      return { status: { ...status, ordersPerSecond: 0 }, restMs, unfinished, reckoning };
    }
    await pause(tickMs, undefined, { signal: hurry }).catch(() => undefined);
  }
}

/** What the user is told of a failure. */
export function failureLines(error: unknown): readonly string[] {
  if (error instanceof DemoFailed) return [error.message, ...error.details.map((line) => `    ${line}`)];
  if (!(error instanceof Error)) return [String(error)];
  // With a code it is a fault of the surroundings, and a stack would tell nobody anything.
  if (!('code' in error) || typeof error.code !== 'string') return [error.stack ?? error.message];
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return [`${error.message.replaceAll(/\s*\n\s*/g, ' ')}${cause} (${error.code})`];
}
