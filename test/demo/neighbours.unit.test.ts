import { describe, expect, it } from '@jest/globals';
import { judge } from '../../demo/judge.js';
import { fates } from '../../demo/neighbours/fates.js';
import { Neighbourhood } from '../../demo/neighbours/neighbourhood.js';
import type { MessageFormat } from '../../demo/neighbours/wire.js';
import { eventually } from '../tools/eventually.js';
import { CoreService, type Sabotage } from './core-service.js';
import { MemoryHub } from './memory-broker.js';

const wholeDeck = fates.reduce((sum, { weight }) => sum + weight, 0);

/** Plays the whole deck against the core, and gives each order's faults by the name of its fate. */
async function play(
  format: MessageFormat,
  { sabotage, paymentMethod = null }: { sabotage?: Sabotage; paymentMethod?: string | null } = {},
) {
  const hub = new MemoryHub();
  const service = new CoreService(hub, format, ...(sabotage === undefined ? [] : [sabotage]));
  await service.open();
  const orderIds: string[] = [];
  const failures: unknown[] = [];
  const neighbourhood = new Neighbourhood({
    transport: hub.transport,
    format,
    onFinished: ({ orderId }) => orderIds.push(orderId),
    onFailed: (error) => failures.push(error),
  });
  await neighbourhood.open();
  neighbourhood.place({ orders: wholeDeck, rate: 10_000, seed: 1, paymentMethod });
  const verdicts = () =>
    neighbourhood.report(orderIds).map((report) => ({
      fate: report.expected.fate,
      faults: judge(report, service.answer(report.expected.orderId)),
    }));
  const quiet = () =>
    eventually(() => {
      expect(neighbourhood.progress().placed).toBe(wholeDeck);
      expect(hub.pending).toBe(0);
    });
  try {
    do await quiet();
    while (service.fallDue() > 0);
    await eventually(() => {
      expect(failures).toEqual([]);
      expect(verdicts().filter(({ faults }) => faults.length > 0)).toEqual([]);
      expect(orderIds).toHaveLength(wholeDeck);
    });
  } finally {
    await neighbourhood.close();
  }
  return { verdicts: verdicts(), progress: neighbourhood.progress(), published: hub.published };
}

describe('the simulated neighbours against the real rules and codecs', () => {
  it.each(['masstransit', 'cloudevents'] as const)(
    'every fate comes to the end that it expects, in %s',
    async (format) => {
      const { verdicts, progress } = await play(format);
      expect(new Set(verdicts.map(({ fate }) => fate))).toEqual(new Set(fates.map(({ name }) => name)));
      expect(progress).toMatchObject({ placed: wholeDeck, inFlight: 0, repeats: 0, foreign: 0, strays: [] });
      expect(progress.latency.p99).toBeGreaterThan(0);
    },
  );

  it.each([
    ['tok_ok', 'masstransit'],
    ['tok_ok', 'cloudevents'],
    [null, 'masstransit'],
    [null, 'cloudevents'],
  ] as const)('say %s of how it is paid in every checkout and nowhere else, in %s', async (paymentMethod, format) => {
    const { published } = await play(format, { paymentMethod });
    const saying = published.map(({ exchange, message }) => {
      const { message: payload, data = payload } = JSON.parse(message.body.toString()) as Record<string, unknown>;
      const method = (data as Readonly<Record<string, unknown>>)['paymentMethod'];
      return { checkout: exchange.endsWith(':UserCheckedOutIntegrationEvent'), method };
    });
    const checkouts = saying.filter(({ checkout }) => checkout);
    expect(checkouts.length).toBeGreaterThanOrEqual(wholeDeck);
    expect(new Set(checkouts.map(({ method }) => method))).toEqual(new Set([paymentMethod ?? undefined]));
    expect(saying.filter(({ checkout, method }) => !checkout && method !== undefined)).toEqual([]);
  });

  it('takes a command that comes again under its own id for the same command', async () => {
    const twice: Sabotage = (_type, message) => [message, message];
    const { progress } = await play('masstransit', { sabotage: twice });
    expect(progress.repeats).toBeGreaterThan(0);
  });
});
