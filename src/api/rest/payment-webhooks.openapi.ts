import type { OpenAPIObject } from '@nestjs/swagger';
import { ref } from './describe.js';
import { type Problem, problemMediaType } from './problem.js';
import { webhooksPath } from './payment-webhooks.js';

const problem = (description: string, example: Omit<Problem, 'type' | 'instance'>) => ({
  description,
  content: {
    [problemMediaType]: {
      schema: ref('Problem'),
      example: { type: 'about:blank', ...example, instance: webhooksPath },
    },
  },
});

/** Written by hand: the route is Fastify's own, which Nest doesn't see. */
export const webhookPaths: OpenAPIObject['paths'] = {
  [webhooksPath]: {
    post: {
      operationId: 'receivePaymentWebhook',
      tags: ['Payment webhooks'],
      summary: 'What the payment gateway tells of its own accord',
      description: 'The signature is over the bytes as they are sent; there is no other proof of who sends them.',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { description: "As the gateway's own documents have it." } } },
      },
      responses: {
        '200': {
          description: 'It is taken, and need not come again.',
          content: { 'application/json': { schema: ref('WebhookReceived'), example: { outcome: 'accepted' } } },
        },
        '400': problem('It is not from the gateway, or too old, or unreadable: `reason` says which.', {
          ...{ title: 'Bad Request', status: 400, detail: 'The signature is missing', reason: 'missing' },
        }),
        '404': problem('Payments are switched off.', {
          ...{ title: 'Not Found', status: 404, detail: `There is nothing at ${webhooksPath}` },
        }),
        '413': problem('It is larger than 256 KiB.', {
          ...{ title: 'Payload Too Large', status: 413, detail: 'Request body is too large' },
        }),
        '500': problem('It failed, and should come again.', { title: 'Internal Server Error', status: 500 }),
      },
    },
  },
};
