import 'reflect-metadata';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type DynamicModule, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HealthModule } from '../../src/api/health/health.module.js';
import { Metrics } from '../../src/platform/metrics.js';
import { Readiness, type ReadinessCheck } from '../../src/platform/readiness.js';

const up: ReadinessCheck = { name: 'database', isReady: () => true };
const never = () => new Promise<boolean>(() => {});
const isUp = (name: string, isReady: ReadinessCheck['isReady']): ReadinessCheck => ({ name, isReady });

const failures: readonly (readonly [string, ReadinessCheck['isReady']])[] = [
  ['says that it is down', () => false],
  ['rejects', () => Promise.reject(new Error('The server said no'))],
  [
    'throws',
    () => {
      throw new Error('Not connected');
    },
  ],
];

function running(...checks: readonly ReadinessCheck[]): Readiness {
  const readiness = new Readiness(checks);
  readiness.started();
  return readiness;
}

afterEach(() => {
  jest.useRealTimers();
});

describe('a process', () => {
  it('is ready when it has started and every part is up', async () => {
    const parts = [up, isUp('queue', async () => true)];
    expect(await running(...parts).report()).toEqual({ status: 'ready', parts: { database: 'up', queue: 'up' } });
  });

  it('is not ready while it starts, though every part is up', async () => {
    expect(await new Readiness([up]).report()).toEqual({ status: 'starting', parts: { database: 'up' } });
  });

  it('is not ready from the moment it drains', async () => {
    const readiness = running(up);
    readiness.drain();
    expect(await readiness.report()).toEqual({ status: 'draining', parts: { database: 'up' } });
  });

  it.each(failures)('is not ready while a part %s, and names that part alone', async (_what, isReady) => {
    expect(await running(up, isUp('broker', isReady)).report()).toEqual({
      status: 'unavailable',
      parts: { database: 'up', broker: 'down' },
    });
  });

  it('waits two seconds for a part, and takes it for down then', async () => {
    jest.useFakeTimers();
    const reported = jest.fn();
    const report = running(up, isUp('broker', never)).report().then(reported);
    await jest.advanceTimersByTimeAsync(1_999);
    expect(reported).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    await report;
    expect(reported).toHaveBeenCalledWith({ status: 'unavailable', parts: { database: 'up', broker: 'down' } });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is ready again when the part is back', async () => {
    let isReachable = false;
    const readiness = running(isUp('broker', () => isReachable));
    expect((await readiness.report()).status).toBe('unavailable');
    isReachable = true;
    expect((await readiness.report()).status).toBe('ready');
  });
});

describe('the probes', () => {
  let app: NestFastifyApplication;

  const probe = async (path: string) => {
    const answer = await fetch(`${await app.getUrl()}${path}`);
    return { statusCode: answer.status, body: await answer.json() };
  };

  afterEach(async () => {
    await app.close();
  });

  it('answer 503 while the process starts, 200 when it is ready, 503 while it drains; and live all along', async () => {
    const readiness = new Readiness([up]);
    app = await serve(readiness);
    const parts = { database: 'up' };
    expect(await probe('/health/ready')).toEqual({ statusCode: 503, body: { status: 'starting', parts } });
    expect(await probe('/health/live')).toEqual({ statusCode: 200, body: { status: 'live' } });
    readiness.started();
    expect(await probe('/health/ready')).toEqual({ statusCode: 200, body: { status: 'ready', parts } });
    readiness.drain();
    expect(await probe('/health/ready')).toEqual({ statusCode: 503, body: { status: 'draining', parts } });
    expect(await probe('/health/live')).toEqual({ statusCode: 200, body: { status: 'live' } });
  });

  it('answer 503 with the name of the part that is down, and live all the same', async () => {
    app = await serve(
      running(
        up,
        isUp('broker', () => false),
      ),
    );
    expect(await probe('/health/ready')).toEqual({
      statusCode: 503,
      body: { status: 'unavailable', parts: { database: 'up', broker: 'down' } },
    });
    expect((await probe('/health/live')).statusCode).toBe(200);
  });
});

async function serve(readiness: Readiness): Promise<NestFastifyApplication> {
  const parts: DynamicModule = {
    module: Parts,
    global: true,
    providers: [{ provide: Readiness, useValue: readiness }, Metrics],
    exports: [Readiness, Metrics],
  };
  const module = await Test.createTestingModule({ imports: [parts, HealthModule] }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

@Module({})
class Parts {}
