import { Global, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { ApiModule } from '../../src/api/api.module.js';
import { configureHttp } from '../../src/api/configure-http.js';
import { createHttpAdapter } from '../../src/api/http-adapter.js';
import { CONFIG, readConfig } from '../../src/platform/config.js';
import { createLog, LOG } from '../../src/platform/log.js';
import { Metrics } from '../../src/platform/metrics.js';
import { MediatorPipeline } from '../../src/platform/pipeline/pipeline.js';
import { Database } from '../../src/platform/prisma/database.js';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
};

/** The api as the service runs it, pipeline and all, on a port of its own. */
export class ApiUnderTest {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  /** @param handlers of commands, as nothing writes here */
  static async start(database: Database, handlers: readonly Type[] = []): Promise<ApiUnderTest> {
    @Global()
    @Module({
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: Database, useValue: database },
        { provide: LOG, useValue: createLog('silent') },
        { provide: CONFIG, useValue: readConfig({}) },
        Metrics,
        MediatorPipeline,
        ...handlers,
      ],
      exports: [CONFIG, Database],
    })
    class Surroundings {}

    const module = await Test.createTestingModule({ imports: [Surroundings, ApiModule] }).compile();
    const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter(), { logger: false });
    await configureHttp(app);
    await app.listen(0, '127.0.0.1');
    return new ApiUnderTest(app, await app.getUrl());
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  async send(request: {
    readonly url: string;
    readonly method?: 'GET' | 'POST' | 'HEAD' | 'DELETE' | 'PUT';
    readonly headers?: Readonly<Record<string, string>>;
    readonly payload?: string;
  }): Promise<Answer> {
    const { url, payload, ...others } = request;
    const answer = await fetch(`${this.url}${url}`, {
      redirect: 'manual',
      ...others,
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined };
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send({ url, headers });
  }

  graphql(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.send({ url: '/graphql', method: 'POST', headers, payload: JSON.stringify({ query, variables }) });
  }
}

/** The statements that reach PostgreSQL while `work` runs, as the driver sends them. */
export async function statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const statements: string[] = [];
  const prototype = pg.Client.prototype as { query: (...args: readonly unknown[]) => unknown };
  const query = prototype.query;
  prototype.query = function (this: unknown, ...args: readonly unknown[]): unknown {
    const [first] = args;
    statements.push(typeof first === 'string' ? first : String((first as { readonly text?: unknown }).text));
    return query.apply(this, args as []);
  };
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return statements;
}
