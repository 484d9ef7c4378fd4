import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiHeader, ApiOperation } from '@nestjs/swagger';
import { keyLifetime } from '../payments/asked-command.js';
import { exampleOrderId, problemResponse, ref } from './describe.js';
import { orderAt } from './order-route.openapi.js';
import { exampleOperationId } from './payment-examples.js';

type Described = {
  /** Below the order. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: { readonly schema: string; readonly example: object };
  /** What it may answer with 409. */
  readonly refusal: { readonly reason: string; readonly detail: string; readonly paymentStatus: string };
};

const command = ({ path, operationId, summary, body, refusal }: Described): MethodDecorator => {
  const instance = `/api/v1/orders/${exampleOrderId}/${path}`;
  const problem = (status: number, title: string, detail: string) => ({
    ...{ type: 'about:blank', title, status, detail, instance },
  });
  return applyDecorators(
    ApiOperation({ operationId, summary }),
    orderAt('Payments', `/api/v1/orders/{orderId}/${path}`),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description: `Names this command, at most 255 printable ASCII characters. ${keyLifetime}`,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: "The order's version that it is meant for, as an entity tag; any, if left out.",
      schema: { type: 'string', examples: ['"7"'] },
    }),
    ApiBody({ required: true, schema: ref(body.schema), examples: { usual: { value: body.example } } }),
    ApiAcceptedResponse({
      description: 'It will be done.',
      headers: {
        Location: { description: 'The payment.', schema: { type: 'string' } },
        ETag: { description: "The order's version after it.", schema: { type: 'string' }, example: '"8"' },
      },
      content: {
        'application/json': {
          schema: ref('PaymentCommandAccepted'),
          example: { operationId: exampleOperationId, version: 8, status: 'Capturing' },
        },
      },
    }),
    problemResponse(
      {
        ...problem(409, 'Conflict', refusal.detail),
        ...{ reason: refusal.reason, version: 7, paymentStatus: refusal.paymentStatus },
      },
      'The payment is not where it could be done, or the amount is not possible: `reason` says why, `max` what would be. ' +
        'Or payments are switched off (`PaymentsSwitchedOff`), or the key is older than its answer is kept (`IdempotencyKeyExpired`).',
    ),
    problemResponse(
      {
        ...problem(412, 'Precondition Failed', 'The order is at version 8, not 7'),
        ...{ reason: 'VersionConflict', version: 8 },
      },
      'The order has moved on since the version in `If-Match`.',
    ),
    problemResponse(
      problem(415, 'Unsupported Media Type', 'The body must be application/json'),
      'The body is something else.',
    ),
    problemResponse(
      {
        ...problem(422, 'Unprocessable Entity', 'The idempotency key has been used before, for another command'),
        reason: 'IdempotencyKeyReused',
      },
      'The key names another command.',
    ),
  );
};

const by = { by: 'mai' };

export const DescribeGiveMethod = (): MethodDecorator =>
  command({
    path: 'payment-method',
    operationId: 'givePaymentMethod',
    summary: 'Says how an order is paid that waits for it',
    body: { schema: 'PaymentMethod', example: { token: 'tok_ok', ...by } },
    refusal: { reason: 'MethodNotNeeded', detail: 'The payment waits for no method', paymentStatus: 'Captured' },
  });

export const DescribeCapture = (): MethodDecorator =>
  command({
    path: 'payment/captures',
    operationId: 'capturePayment',
    summary: 'Takes what is authorized, or a part of it: the rest is released',
    body: { schema: 'PaymentAmountCommand', example: { amount: '42.50', ...by } },
    refusal: { reason: 'AlreadyCaptured', detail: 'It is captured already', paymentStatus: 'Captured' },
  });

export const DescribeVoid = (): MethodDecorator =>
  command({
    path: 'payment/voids',
    operationId: 'voidPayment',
    summary: 'Lets go what is authorized',
    body: { schema: 'PaymentCommand', example: by },
    refusal: { reason: 'CaptureUnderWay', detail: 'A capture is under way', paymentStatus: 'Capturing' },
  });

export const DescribeRefund = (): MethodDecorator =>
  command({
    path: 'payment/refunds',
    operationId: 'refundPayment',
    summary: 'Pays back what was captured, or a part of it',
    body: { schema: 'PaymentAmountCommand', example: { amount: '10.00', currency: 'USD', ...by } },
    refusal: {
      ...{ reason: 'NothingCaptured', detail: 'Nothing is captured that could be refunded' },
      paymentStatus: 'Authorized',
    },
  });

export const DescribeRetry = (): MethodDecorator =>
  command({
    path: 'payment/retries',
    operationId: 'retryPayment',
    summary: 'Does once more what failed, and ends a review',
    body: { schema: 'PaymentCommand', example: by },
    refusal: {
      ...{ reason: 'NothingToRetry', detail: 'Nothing has failed that could be tried again' },
      paymentStatus: 'Captured',
    },
  });

export const DescribeLookUp = (): MethodDecorator =>
  command({
    path: 'payment/look-ups',
    operationId: 'lookUpPayment',
    summary: 'Asks the gateway what became of what is under way',
    body: { schema: 'PaymentCommand', example: by },
    refusal: {
      ...{ reason: 'NothingToLookUp', detail: 'There is nothing whose outcome could be looked up' },
      paymentStatus: 'Captured',
    },
  });
