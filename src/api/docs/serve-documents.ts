import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotFoundException } from '@nestjs/common';
import type { HttpServer } from '../http-server.js';
import { packageRoot } from '../package-root.js';
import { answerError } from './answer-error.js';
import { isMissingFile } from './is-missing-file.js';

/** What programs read to learn how to talk to this service. */
export function serveDocuments(server: HttpServer, openApi: object): void {
  const openApiText = JSON.stringify(openApi, null, 2);
  server.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(openApiText));
  server.get('/asyncapi.yaml', { errorHandler: answerError }, async (_request, reply) => {
    const text = await readAsyncApi();
    return reply.type('application/yaml; charset=utf-8').send(text);
  });
}

async function readAsyncApi(): Promise<string> {
  try {
    return await readFile(join(packageRoot, 'asyncapi.yaml'), 'utf8');
  } catch (error) {
    if (isMissingFile(error)) throw new NotFoundException('asyncapi.yaml is not part of this installation');
    throw error;
  }
}
