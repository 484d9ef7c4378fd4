import { NotFoundException } from '@nestjs/common';
import type { CommandBus } from '@nestjs/cqrs';
import {
  ReceiveWebhook,
  type WebhookHeaders,
  type WebhookReceipt,
  webhookReceipts,
  type WebhookRejection,
} from '../../saga/receive-webhook.js';
import { PaymentsOff } from '../../saga/operate-payment.js';
import { answerError } from '../docs/answer-error.js';
import type { HttpServer } from '../http-server.js';
import { RefusedRequest } from './problem.js';

export const webhooksPath = '/api/v1/payment-webhooks';

// A gateway's event with all that belongs to it; the largest that is known has a tenth of this.
const bodyLimit = 256 * 1024;

const why: Readonly<Record<WebhookRejection, string>> = {
  missing: 'The signature is missing',
  malformed: 'The signature is malformed',
  no_match: 'The signature is not that of these bytes',
  too_old: 'The signature is too old',
  too_new: "The signature's time is still to come",
  unreadable: 'It is signed rightly, and can not be read',
};

const isReceipt = (outcome: WebhookReceipt | WebhookRejection): outcome is WebhookReceipt =>
  webhookReceipts.some((receipt) => receipt === outcome);

/**
 * Payment gateways' own door, which is open to whoever has their secret. A scope of its own, so that the bytes are
 * handed on as they came: a signature isn't over what JSON would make of them.
 */
export async function receiveWebhooks(server: HttpServer, commands: CommandBus): Promise<void> {
  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.post(webhooksPath, { bodyLimit, errorHandler: answerError }, async ({ body, headers }) => ({
      outcome: await receive(commands, body instanceof Uint8Array ? body : new Uint8Array(), headers),
    }));
    done();
  });
}

async function receive(commands: CommandBus, body: Uint8Array, headers: WebhookHeaders): Promise<WebhookReceipt> {
  const outcome = await commands.execute(new ReceiveWebhook(body, headers)).catch(nobodyIsHere);
  if (isReceipt(outcome)) return outcome;
  throw new RefusedRequest(400, why[outcome], { reason: outcome });
}

function nobodyIsHere(error: unknown): never {
  throw error instanceof PaymentsOff ? new NotFoundException(`There is nothing at ${webhooksPath}`) : error;
}
