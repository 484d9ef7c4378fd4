import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { largestPageSize } from '../../queries/numbered-page.js';
import { paymentStatuses } from '../../queries/payments/payment-words.js';
import { internalErrorResponse, invalidResponse, listOf, ref } from './describe.js';
import { orderAt } from './order-route.openapi.js';
import { pageHeaders, pageParameters } from './pages.openapi.js';
import { exampleAccount, exampleEntry, exampleOperation, examplePayment } from './payment-examples.js';
import { currencyCode, moment } from './schema-parts.js';

export const DescribeGetPayment = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId: 'getPayment', summary: 'How an order is paid, as it stands' }),
    orderAt('Payments', '/api/v1/orders/{orderId}/payment', 'There is no such order, or it has no payment.'),
    ApiOkResponse({
      description: 'The payment.',
      headers: {
        ETag: { description: 'For `If-Match`: the version of its order.', schema: { type: 'string' }, example: '"7"' },
      },
      content: { 'application/json': { schema: ref('Payment'), example: examplePayment } },
    }),
  );

export const DescribeListOperations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: 'listPaymentOperations',
      summary: 'Everything that the gateway was asked to do for an order, first things first',
    }),
    orderAt('Payments', '/api/v1/orders/{orderId}/payment/operations'),
    ApiOkResponse({
      description: 'The operations.',
      content: { 'application/json': listOf('PaymentOperation', exampleOperation) },
    }),
  );

export const DescribeListEntries = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: 'listLedgerEntries',
      summary: 'What the books say of an order, first things first, each debit before its credit',
    }),
    orderAt('Ledger', '/api/v1/orders/{orderId}/ledger-entries'),
    ApiOkResponse({
      description: 'The entries.',
      content: { 'application/json': listOf('LedgerEntry', exampleEntry) },
    }),
  );

const currencyParameter = ApiQuery({ name: 'currency', required: false, schema: currencyCode });

export const DescribeListPayments = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Payments'),
    ApiOperation({ operationId: 'listPayments', summary: 'Payments by numbered pages, last created first' }),
    ApiQuery({ name: 'status', required: false, schema: { type: 'string', enum: [...paymentStatuses] } }),
    currencyParameter,
    ApiQuery({
      name: 'needsReview',
      required: false,
      description: 'Those that people have to look at, or those that they do not.',
      schema: { type: 'boolean' },
    }),
    ApiQuery({ name: 'createdFrom', required: false, schema: moment }),
    ApiQuery({ name: 'createdTo', required: false, description: 'Without the moment itself.', schema: moment }),
    pageParameters(),
    ApiOkResponse({
      description: 'A page; empty beyond the last one.',
      headers: pageHeaders('/api/v1/payments'),
      content: { 'application/json': listOf('Payment', examplePayment) },
    }),
    invalidResponse('/api/v1/payments', 'pageSize', `is at most ${String(largestPageSize)}`),
    internalErrorResponse('/api/v1/payments'),
  );

export const DescribeListAccounts = (): MethodDecorator =>
  applyDecorators(
    ApiTags('Ledger'),
    ApiOperation({
      operationId: 'listLedgerAccounts',
      summary: 'The accounts that anything was posted to, by currency, over all orders',
    }),
    currencyParameter,
    ApiOkResponse({
      description: 'The accounts.',
      content: { 'application/json': listOf('LedgerAccount', exampleAccount) },
    }),
    invalidResponse('/api/v1/ledger-accounts', 'currency', 'must be an ISO 4217 currency code such as USD'),
    internalErrorResponse('/api/v1/ledger-accounts'),
  );
