import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { webhookPaths } from './payment-webhooks.openapi.js';
import { RestModule } from './rest.module.js';
import { schemas } from './schemas.js';

/** OpenAPI 3.1 of the REST API, read from its controllers. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Order finance')
    .setDescription(
      'The state of every order and its payment, as the finance saga knows them, and the commands to payments.',
    )
    .setVersion('1')
    .addServer('/')
    .build();
  const document = SwaggerModule.createDocument(app, frame, { include: [RestModule], autoTagControllers: false });
  const paths = { ...document.paths, ...webhookPaths };
  return { ...document, paths, components: { ...document.components, schemas } };
}
