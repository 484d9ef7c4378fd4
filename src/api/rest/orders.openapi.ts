import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { largestPageSize } from '../../queries/page-orders.js';
import { exampleOrderId, internalErrorResponse, problemResponse, ref } from './describe.js';

const order = {
  id: exampleOrderId,
  basketId: '5f0c8f0e-0d6f-4c43-9f2e-6a1f0f7d1c11',
  fullName: 'Ada Reader',
  email: 'ada@example.com',
  state: 'Placed',
  totalMoney: '42.50',
  currency: 'USD',
  placedAt: '2026-07-01T12:00:00.000Z',
  updatedAt: '2026-07-01T12:00:00.000Z',
  version: 1,
  timeoutRetryCount: 0,
};

const entry = {
  version: 1,
  type: 'OrderPlaced',
  recordedAt: '2026-07-01T12:00:00.000Z',
  actor: 'rabbitmq://localhost/basket',
  causedBy: '0197a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4c',
  conversationId: '0197a1b2-c3d4-7e5f-8a6b-9c0d1e2f3a4d',
  data: { details: { total: { amount: '42.50', currency: 'USD' } }, contact: ['fullName', 'email'] },
};

const invalid = (instance: string, field: string, rule: string) =>
  problemResponse(
    {
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: `${field} ${rule}`,
      instance,
      errors: { [field]: [rule] },
    },
    'A parameter is malformed, out of bounds, unknown, or given more than once. `errors` names each.',
  );

const orderAt = (path: string): MethodDecorator =>
  applyDecorators(
    ApiTags('Orders'),
    ApiParam({ name: 'orderId', schema: { type: 'string', format: 'uuid', examples: [exampleOrderId] } }),
    invalid(path.replace('{orderId}', 'abc'), 'orderId', 'must be a UUID'),
    problemResponse(
      {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: `There is no order ${exampleOrderId}`,
        instance: path.replace('{orderId}', exampleOrderId),
      },
      'There is no such order, or its checkout has not come yet.',
    ),
    internalErrorResponse(path.replace('{orderId}', exampleOrderId)),
  );

export const DescribeGetOrder = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId: 'getOrder', summary: 'One order as it stands' }),
    orderAt('/api/v1/orders/{orderId}'),
    ApiOkResponse({
      description: 'The order.',
      content: { 'application/json': { schema: ref('Order'), example: order } },
    }),
  );

export const DescribeListEvents = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: 'listOrderEvents',
      summary: 'Everything that happened to an order, first things first',
    }),
    orderAt('/api/v1/orders/{orderId}/events'),
    ApiOkResponse({
      description: 'Its timeline.',
      content: { 'application/json': { schema: { type: 'array', items: ref('TimelineEntry') }, example: [entry] } },
    }),
  );

const pageHeaders = {
  'Pagination-Count': {
    description: 'How many orders there are on all pages.',
    schema: { type: 'integer', minimum: 0 },
  },
  Link: {
    description: 'RFC 8288: first, self, previous, next, last, with commas between; the other parameters are kept.',
    schema: { type: 'string' },
    example: '</api/v1/orders?pageIndex=2&pageSize=20>;rel=next',
  },
};

export const DescribeListOrders = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Orders'),
    ApiOperation({ operationId: 'listOrders', summary: 'Orders by numbered pages, last placed first' }),
    ApiQuery({ name: 'state', required: false, schema: ref('OrderState') }),
    ApiQuery({ name: 'pageIndex', required: false, schema: { type: 'integer', minimum: 1, default: 1 } }),
    ApiQuery({
      name: 'pageSize',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: largestPageSize, default: 20 },
    }),
    ApiOkResponse({
      description: 'A page; empty beyond the last one.',
      headers: pageHeaders,
      content: { 'application/json': { schema: { type: 'array', items: ref('Order') }, example: [order] } },
    }),
    invalid('/api/v1/orders', 'pageSize', `is at most ${String(largestPageSize)}`),
    internalErrorResponse('/api/v1/orders'),
  );
