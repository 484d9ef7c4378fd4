import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { RestModule } from './rest.module.js';
import { schemas } from './schemas.js';

/** OpenAPI 3.1 of the REST API, read from its controllers. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Order finance')
    .setDescription('The state of every order, as the finance saga knows it.')
    .setVersion('1')
    .addServer('/')
    .build();
  const document = SwaggerModule.createDocument(app, frame, { include: [RestModule], autoTagControllers: false });
  return { ...document, components: { ...document.components, schemas } };
}
