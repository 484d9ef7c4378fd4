import { clearUp, type Guarded } from './guard.js';
import { Neighbourhood } from './neighbourhood.js';
import type { FromNeighbours, ToNeighbours } from './reports.js';
import { transportTo } from './transport.js';

// A process of its own, forked by the demo: the neighbours know the service's database and broker URLs, and nothing else of it.

const progressEveryMs = 200;

let guarded: Guarded = { service: null, folder: null };

function tell(message: FromNeighbours): void {
  if (process.connected) process.send?.(message);
}

function fail(error: unknown): void {
  tell({ type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

const { DEMO_BROKER_URL, DEMO_DATABASE_URL = '', BROKER_PREFIX = '', MESSAGE_FORMAT } = process.env;

const neighbourhood = new Neighbourhood({
  transport: transportTo({ brokerUrl: DEMO_BROKER_URL ?? null, databaseUrl: DEMO_DATABASE_URL, prefix: BROKER_PREFIX }),
  format: MESSAGE_FORMAT === 'cloudevents' ? 'cloudevents' : 'masstransit',
  onFinished: (expected) => {
    tell({ type: 'finished', expected });
  },
  onFailed: fail,
});

const ticker = setInterval(() => {
  tell({ type: 'progress', progress: neighbourhood.progress() });
}, progressEveryMs);

async function close(): Promise<void> {
  clearInterval(ticker);
  await neighbourhood.close();
  tell({ type: 'closed' });
  process.off('disconnect', onKilled);
  process.disconnect();
}

function obey(message: ToNeighbours): void {
  if (message.type === 'place') neighbourhood.place(message);
  else if (message.type === 'hold') neighbourhood.hold();
  else if (message.type === 'report') {
    const { request, orderIds } = message;
    tell({ type: 'reports', request, reports: neighbourhood.report(orderIds) });
  } else if (message.type === 'forget') neighbourhood.forget(message.orderIds);
  else if (message.type === 'guard') guarded = message.guarded;
  else close().catch(fail);
}

process.on('message', obey);

// The demo is gone without a word (killed): what it started must not live on without it.
function onKilled(): void {
  clearInterval(ticker);
  neighbourhood
    .close()
    .catch(() => undefined)
    .then(() => clearUp(guarded))
    .finally(() => process.exit(0));
}
process.on('disconnect', onKilled);

// The terminal's Ctrl-C reaches the whole group: the demo alone says when the neighbours end.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

neighbourhood.open().then(() => {
  tell({ type: 'ready' });
}, fail);
