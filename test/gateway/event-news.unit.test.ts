import { describe, expect, it } from '@jest/globals';
import type { LookUp, PaymentGateway } from '../../src/gateway/payment-gateway.js';
import { newsIn, OrderNotFoundOut } from '../../src/gateway/webhooks/event-news.js';
import type { GatewayEvent } from '../../src/gateway/webhook.js';
import { PaymentOf, usd } from './payment-of.js';

const payment = new PaymentOf();
const { orderId, operationId } = payment.capture('aut_1');
const claim = { reference: 'dis_1', capture: 'cap_1', amount: usd(4000n), fee: usd(1500n) };
const event: GatewayEvent = { kind: 'dispute', of: 'cap_1', report: { type: 'DisputeOpened', claim } };

/** A gateway that answers look-ups so. */
const saying = (found: LookUp): PaymentGateway =>
  ({ lookUp: () => Promise.resolve(found) }) as unknown as PaymentGateway;
const effect = { reference: 'cap_1', amount: usd(4250n) };

describe('a webhook of a dispute', () => {
  it('is for the order whose payment the gateway says it is', async () => {
    const snapshot = { operationId, orderId, operation: 'capture', standing: { kind: 'ok', effect } } as const;
    expect(await newsIn(event, saying({ kind: 'found', snapshot }))).toEqual({ orderId, body: event.report });
  });

  it('of what the gateway doesn’t know as ours tells us nothing', async () => {
    expect(await newsIn(event, saying({ kind: 'not_found' }))).toBeNull();
  });

  it('has to be told again while the gateway doesn’t say whose it is', async () => {
    const answer = newsIn(event, saying({ kind: 'unavailable', reason: 'timeout' }));
    await expect(answer).rejects.toThrow(OrderNotFoundOut);
  });
});
