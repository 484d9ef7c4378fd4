import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { largestPageSize } from '../../queries/numbered-page.js';
import { exampleOrderId, internalErrorResponse, invalidResponse, listOf, ref } from './describe.js';
import { orderAt } from './order-route.openapi.js';
import { pageHeaders, pageParameters } from './pages.openapi.js';

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

export const DescribeGetOrder = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId: 'getOrder', summary: 'One order as it stands' }),
    orderAt('Orders', '/api/v1/orders/{orderId}'),
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
    orderAt('Orders', '/api/v1/orders/{orderId}/events'),
    ApiOkResponse({
      description: 'Its timeline.',
      content: { 'application/json': listOf('TimelineEntry', entry) },
    }),
  );

export const DescribeListOrders = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Orders'),
    ApiOperation({ operationId: 'listOrders', summary: 'Orders by numbered pages, last placed first' }),
    ApiQuery({ name: 'state', required: false, schema: ref('OrderState') }),
    pageParameters(),
    ApiOkResponse({
      description: 'A page; empty beyond the last one.',
      headers: pageHeaders('/api/v1/orders'),
      content: { 'application/json': listOf('Order', order) },
    }),
    invalidResponse('/api/v1/orders', 'pageSize', `is at most ${String(largestPageSize)}`),
    internalErrorResponse('/api/v1/orders'),
  );
