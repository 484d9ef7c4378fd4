import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Lifecycle, type Step, type Steps } from '../../src/platform/lifecycle.js';
import { createLog } from '../../src/platform/log.js';
import { Readiness } from '../../src/platform/readiness.js';

/** Parts whose steps are ended by the test, and the order in which they begin and end. */
class Parts {
  readonly history: string[] = [];
  private readonly ends = new Map<string, (error?: Error) => void>();

  /** Ends only when `end` says so. */
  slow(name: string): Step {
    const run = () =>
      new Promise<void>((resolve, reject) => {
        this.history.push(`${name} begins`);
        this.ends.set(name, (error) => {
          this.history.push(`${name} ends`);
          if (error === undefined) resolve();
          else reject(error);
        });
      });
    return { name, run };
  }

  quick(name: string): Step {
    return { name, run: () => void this.history.push(name) };
  }

  async end(name: string, error?: Error): Promise<void> {
    this.ends.get(name)?.(error);
    await settled();
  }
}

/** All that follows from what has happened has happened. */
const settled = (): Promise<void> => jest.advanceTimersByTimeAsync(0);

let parts: Parts;
let readiness: Readiness;
let warnings: { readonly part: string; readonly msg: string; readonly err?: { readonly message: string } }[];

const lifecycle = (steps: Partial<Steps>): Lifecycle => {
  const log = createLog('warn', { write: (line) => warnings.push(JSON.parse(line) as (typeof warnings)[number]) });
  return new Lifecycle(readiness, { start: [], drain: [], ...steps }, log);
};

const status = async () => (await readiness.report()).status;

beforeEach(() => {
  jest.useFakeTimers();
  parts = new Parts();
  readiness = new Readiness([]);
  warnings = [];
});

afterEach(() => {
  jest.useRealTimers();
});

describe('starting', () => {
  it('takes one part after the other, and the process is ready after the last', async () => {
    const started = lifecycle({ start: [parts.slow('relay'), parts.quick('timers'), parts.slow('consumer')] }).start();
    await settled();
    expect(parts.history).toEqual(['relay begins']);
    await parts.end('relay');
    expect(parts.history.slice(2)).toEqual(['timers', 'consumer begins']);
    expect(await status()).toBe('starting');
    await parts.end('consumer');
    await started;
    expect(await status()).toBe('ready');
  });

  it('ends at the first part that fails, and the process never becomes ready', async () => {
    const broken: Step = { name: 'relay', run: () => Promise.reject(new Error('No lanes')) };
    await expect(lifecycle({ start: [broken, parts.quick('consumer')] }).start()).rejects.toThrow('No lanes');
    expect(parts.history).toEqual([]);
    expect(await status()).toBe('starting');
  });
});

describe('draining', () => {
  it('makes the process unready before anything else', async () => {
    readiness.started();
    const seen: string[] = [];
    const look: Step = { name: 'consumer', run: async () => void seen.push(await status()) };
    await lifecycle({ drain: [[look]] }).drain();
    expect(seen).toEqual(['draining']);
  });

  it('takes the parts of one stage side by side, and a stage when the one before has ended', async () => {
    const drain = [[parts.slow('consumer'), parts.slow('timers')], [parts.slow('store')], [parts.quick('broker')]];
    const drained = lifecycle({ drain }).drain();
    await settled();
    expect(parts.history).toEqual(['consumer begins', 'timers begins']);
    await parts.end('timers');
    expect(parts.history).not.toContain('store begins');
    await parts.end('consumer');
    expect(parts.history.slice(-2)).toEqual(['consumer ends', 'store begins']);
    await parts.end('store');
    await drained;
    expect(parts.history.at(-1)).toBe('broker');
    expect(warnings).toEqual([]);
  });

  it('goes on without a part that hangs once its patience is over, and says so', async () => {
    const drained = lifecycle({ drain: [[parts.slow('consumer')], [parts.quick('store')]] }).drain();
    await jest.advanceTimersByTimeAsync(1_500);
    expect(parts.history).toEqual(['consumer begins']);
    await jest.advanceTimersByTimeAsync(500);
    await drained;
    expect(parts.history.at(-1)).toBe('store');
    expect(warnings).toMatchObject([{ part: 'consumer', msg: 'draining goes on without waiting for this part' }]);
  });

  it('ends within nine seconds though a part of each of five stages hangs', async () => {
    const drain = ['consumer', 'store', 'relay', 'broker', 'queues'].map((name) => [parts.slow(name)]);
    const begun = Date.now();
    const drained = lifecycle({ drain }).drain();
    await jest.runAllTimersAsync();
    await drained;
    expect(Date.now() - begun).toBeLessThanOrEqual(9_000);
    expect(warnings).toHaveLength(5);
  });

  it('goes on after a part that fails, and says so', async () => {
    const failing: Step = { name: 'store', run: () => Promise.reject(new Error('No connection')) };
    const throwing: Step = {
      name: 'dead letters',
      run: () => {
        throw new Error('No table');
      },
    };
    await lifecycle({ drain: [[failing, throwing], [parts.quick('broker')]] }).drain();
    expect(parts.history).toEqual(['broker']);
    expect(warnings.map(({ part, err }) => [part, err?.message])).toEqual([
      ['dead letters', 'No table'],
      ['store', 'No connection'],
    ]);
  });

  it('is not troubled by a part that fails after it was given up', async () => {
    const drained = lifecycle({ drain: [[parts.slow('consumer')]] }).drain();
    await jest.advanceTimersByTimeAsync(2_000);
    await drained;
    await parts.end('consumer', new Error('Too late'));
    expect(warnings).toHaveLength(1);
  });

  it('happens once, however often it is asked for', async () => {
    const draining = lifecycle({ drain: [[parts.slow('consumer')]] });
    const first = draining.drain();
    const second = draining.drain();
    await settled();
    await parts.end('consumer');
    await Promise.all([first, second, draining.drain()]);
    expect(parts.history).toEqual(['consumer begins', 'consumer ends']);
  });
});
