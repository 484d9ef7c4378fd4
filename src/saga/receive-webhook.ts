import { Command } from '@nestjs/cqrs';

/** Why a webhook isn't taken: the first five are of its signature, and `unreadable` is signed rightly all the same. */
export const webhookRejections = ['missing', 'malformed', 'no_match', 'too_old', 'too_new', 'unreadable'] as const;
export type WebhookRejection = (typeof webhookRejections)[number];

/** `duplicate`: it has come before. `ignored`: it tells of nothing that is ours. */
export const webhookReceipts = ['accepted', 'duplicate', 'ignored'] as const;
export type WebhookReceipt = (typeof webhookReceipts)[number];

/** As Node's HTTP server gives them: names in lower case. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What a payment gateway tells of its own accord, byte for byte: its signature is over these bytes.
 * @throws PaymentsOff
 */
export class ReceiveWebhook extends Command<WebhookReceipt | WebhookRejection> {
  constructor(
    readonly rawBody: Uint8Array,
    readonly headers: WebhookHeaders,
  ) {
    super();
  }
}
