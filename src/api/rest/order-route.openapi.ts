import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { exampleOrderId, internalErrorResponse, invalidResponse, problemResponse } from './describe.js';

/** What every route of one order has in common. */
export const orderAt = (
  tag: string,
  path: string,
  notFound = 'There is no such order, or its checkout has not come yet.',
) =>
  applyDecorators(
    ApiTags(tag),
    ApiParam({ name: 'orderId', schema: { type: 'string', format: 'uuid', examples: [exampleOrderId] } }),
    invalidResponse(path.replace('{orderId}', 'abc'), 'orderId', 'must be a UUID'),
    problemResponse(
      {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: `There is no order ${exampleOrderId}`,
        instance: path.replace('{orderId}', exampleOrderId),
      },
      notFound,
    ),
    internalErrorResponse(path.replace('{orderId}', exampleOrderId)),
  );
