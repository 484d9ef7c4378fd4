import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Fastify itself, under Nest. */
export type HttpServer = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** What a controller may do to its answer besides returning the body. */
export type Reply = { readonly header: (name: string, value: string) => unknown };
