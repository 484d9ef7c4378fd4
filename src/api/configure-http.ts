import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { servePages } from './docs/serve-pages.js';
import { serveDocuments } from './docs/serve-documents.js';
import { KnownRoutes } from './known-routes.js';
import { createOpenApiDocument } from './rest/openapi.js';
import { receiveWebhooks } from './rest/payment-webhooks.js';
import { ProblemFilter } from './rest/problem.filter.js';
import { addSecurityHeaders } from './security-headers.js';

/** What surrounds the controllers. Call it once, after the application is created and before it listens or is initialized. */
export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  app.useGlobalFilters(new ProblemFilter(new KnownRoutes(server)));
  addSecurityHeaders(server);
  serveDocuments(server, createOpenApiDocument(app));
  await receiveWebhooks(server, app.get(CommandBus));
  await servePages(server);
}
