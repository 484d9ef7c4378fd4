import { clearUp, type Guarded } from './guard.js';
import { Neighbourhood } from './neighbourhood.js';
import type { FromNeighbours, ToNeighbours } from './reports.js';
import { transportTo, type TransportSettings } from './transport.js';

// A process of its own, forked by the demo: the neighbours know the way to the broker, and nothing else of the service.

const progressEveryMs = 200;

let guarded: Guarded = { service: null, folder: null };
let neighbourhood: Neighbourhood | null = null;
let ticker: NodeJS.Timeout | undefined;

function tell(message: FromNeighbours): void {
  if (process.connected) process.send?.(message);
}

function fail(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  tell({ type: 'failed', message: error instanceof Error ? error.message + code : String(error) });
}

async function open(settings: TransportSettings): Promise<void> {
  const opened = new Neighbourhood({
    transport: transportTo(settings),
    format: process.env['MESSAGE_FORMAT'] === 'cloudevents' ? 'cloudevents' : 'masstransit',
    onFinished: (expected) => {
      tell({ type: 'finished', expected });
    },
    onFailed: fail,
  });
  await opened.open();
  neighbourhood = opened;
  ticker = setInterval(() => {
    tell({ type: 'progress', progress: opened.progress() });
  }, progressEveryMs);
  tell({ type: 'ready' });
}

async function close(): Promise<void> {
  process.off('disconnect', onKilled);
  clearInterval(ticker);
  await neighbourhood?.close();
  if (process.connected) process.disconnect();
}

function obey(message: ToNeighbours): void {
  switch (message.type) {
    case 'guard':
      guarded = message.guarded;
      return;
    case 'open':
      open(message.transport).catch(fail);
      return;
    case 'place':
      neighbourhood?.place(message);
      return;
    case 'hold':
      neighbourhood?.hold();
      return;
    case 'report':
      tell({ type: 'reports', request: message.request, reports: neighbourhood?.report(message.orderIds) ?? [] });
      return;
    case 'forget':
      neighbourhood?.forget(message.orderIds);
      return;
    case 'close':
      close().catch(fail);
  }
}

/** The demo is gone without a word: what it started must not live on without it. */
function onKilled(): void {
  clearInterval(ticker);
  const farewell = neighbourhood?.close() ?? Promise.resolve();
  void farewell
    .catch(() => undefined)
    .then(() => clearUp(guarded))
    .finally(() => process.exit(0));
}

process.on('message', obey);
process.on('disconnect', onKilled);
// The terminal's Ctrl-C reaches the whole group: the demo alone says when the neighbours end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
