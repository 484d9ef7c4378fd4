import { Currency } from '../../kernel/currency.js';
import type { Operation } from '../../payment/operation.js';
import type { Outcome } from '../../payment/outcome.js';
import type { Clock } from '../../platform/clock.js';
import { type Exchange, exchange } from '../http-exchange.js';
import {
  type Capabilities,
  type LookUp,
  PaymentGateway,
  SettlementsUnavailable,
  type Sought,
} from '../payment-gateway.js';
import type { SettlementLine } from '../settlement-line.js';
import type { WebhookHeaders, WebhookRead } from '../webhook.js';
import { checkSignature } from '../webhook-signature.js';
import { foundIn, outcomeOf } from './read-answer.js';
import { readEvent } from './read-event.js';
import { requestFor } from './request.js';
import { readAs, wireSettlements } from './wire.js';

export type SimulatedSettings = {
  readonly url: string;
  /** Any of them may have signed a webhook: two, while the secret is being changed. */
  readonly webhookSecrets: readonly string[];
  readonly deadlineMs: number;
};

const signatureHeader = 'gateway-signature';
const dayMs = 24 * 3_600_000;

/** The adapter to the simulated gateway of the demo and the tests. */
export class SimulatedGateway extends PaymentGateway {
  readonly capabilities: Capabilities = {
    partialCapture: true,
    multiCapture: true,
    partialRefund: true,
    idempotencyTtlMs: dayMs,
    exponents: new Map([
      [Currency('CHF'), 2],
      [Currency('EUR'), 2],
      [Currency('GBP'), 2],
      [Currency('JPY'), 0],
      [Currency('KWD'), 3],
      [Currency('USD'), 2],
    ]),
  };

  constructor(
    private readonly settings: SimulatedSettings,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(operation: Operation): Promise<Outcome> {
    if (operation.kind !== 'void' && !this.capabilities.exponents.has(operation.amount.currency))
      return { kind: 'rejected', code: 'currency_mismatch', gatewayCode: 'currency_not_taken' };
    const { path, body } = requestFor(operation);
    const { deadlineMs } = this.settings;
    const headers = { 'content-type': 'application/json', 'idempotency-key': operation.operationId };
    return outcomeOf(await exchange({ url: this.at(path), method: 'POST', headers, body, deadlineMs }), operation);
  }

  async lookUp(sought: Sought): Promise<LookUp> {
    const path =
      sought.by === 'operation'
        ? `/v1/operations/${encodeURIComponent(sought.operation.operationId)}`
        : `/v1/operations?reference=${encodeURIComponent(sought.reference)}`;
    return foundIn(await this.get(path), sought);
  }

  async *settlements(since: Date): AsyncIterable<SettlementLine> {
    let after: string | null = null;
    for (;;) {
      const query = new URLSearchParams({ since: since.toISOString(), ...(after === null ? {} : { after }) });
      const got = await this.get(`/v1/settlements?${query.toString()}`);
      if (got.kind !== 'answered') throw new SettlementsUnavailable('simulated', got.kind);
      const page = readAs(wireSettlements, got.text);
      if (page === null)
        throw new SettlementsUnavailable('simulated', `an answer of status ${got.status} is unreadable`);
      for (const { id, payout, available_on, ...line } of page.lines) {
        after = id;
        yield { ...line, lineId: id, payoutId: payout, availableOn: available_on };
      }
      if (!page.more) return;
    }
  }

  readWebhook(rawBody: Uint8Array, headers: WebhookHeaders): WebhookRead {
    const { webhookSecrets: secrets } = this.settings;
    const signature = checkSignature(rawBody, headers[signatureHeader], { secrets, now: this.clock.now() });
    if (signature !== 'valid') return { ok: false, reason: signature };
    return readEvent(Buffer.from(rawBody).toString('utf8'));
  }

  private get(path: string): Promise<Exchange> {
    return exchange({ url: this.at(path), method: 'GET', deadlineMs: this.settings.deadlineMs });
  }

  private at(path: string): URL {
    return new URL(path, this.settings.url);
  }
}
