import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { StripeGateway } from '../../../src/gateway/stripe/stripe-gateway.js';
import { Currency } from '../../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../../src/kernel/ids.js';
import type { Operation } from '../../../src/payment/operation.js';
import { HandClock } from '../hand-clock.js';
import { inWords } from '../in-words.js';
import { Listening } from '../listening.js';
import { PaymentOf, usd } from '../payment-of.js';
import { reversed } from '../reversed.js';
import { secretKey } from '../subject.js';

const ref = {
  operationId: OperationId('0195a000-0000-7000-8000-000000000001'),
  orderId: OrderId('0195a000-0000-7000-8000-000000000002'),
  attempt: 2,
};
const who =
  'metadata[order_id]=0195a000-0000-7000-8000-000000000002&metadata[operation_id]=0195a000-0000-7000-8000-000000000001' +
  '&metadata[attempt]=2';
const amount = usd(4250n);

const requests: readonly (readonly [Operation, string, string])[] = [
  [
    { ...ref, kind: 'authorize', amount, method: { token: 'pm_card_visa' } },
    '/v1/payment_intents',
    'amount=4250&currency=usd&payment_method=pm_card_visa&allowed_payment_method_types[0]=card&capture_method=manual' +
      `&confirm=true&off_session=true&${who}&expand[0]=latest_charge`,
  ],
  [
    { ...ref, kind: 'capture', amount, authorization: 'pi_1', final: true },
    '/v1/payment_intents/pi_1/capture',
    'amount_to_capture=4250&metadata[capture_operation_id]=0195a000-0000-7000-8000-000000000001' +
      '&expand[0]=latest_charge.balance_transaction',
  ],
  [
    { ...ref, kind: 'void', authorization: 'pi_1' },
    '/v1/payment_intents/pi_1/cancel',
    'cancellation_reason=requested_by_customer&expand[0]=latest_charge',
  ],
  [{ ...ref, kind: 'refund', amount, capture: 'ch_1' }, '/v1/refunds', `charge=ch_1&amount=4250&${who}`],
];

type Seen = { readonly path: string; readonly body: string; readonly headers: IncomingMessage['headers'] };

describe('what Stripe is sent', () => {
  const listening = new Listening();
  afterEach(() => listening.close());

  async function seenOf(operations: readonly Operation[], returnUrl: string | null = null): Promise<readonly Seen[]> {
    const seen: Seen[] = [];
    const url = await listening.to((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        seen.push({ path: request.url ?? '', body, headers: request.headers });
        response.end('{}');
      });
    });
    const settings = { url, secretKey, webhookSecrets: [], returnUrl, deadlineMs: 20_000 };
    const gateway = new StripeGateway(settings, new HandClock());
    for (const operation of operations) expect(inWords(await gateway.run(operation))).toBe('unknown unreadable');
    return seen;
  }

  it.each(requests)('says what it needs, in a form: %#', async (operation, path, body) => {
    const [seen] = await seenOf([operation]);
    expect({ path: seen?.path, body: decodeURIComponent(seen?.body ?? '') }).toEqual({ path, body });
  });

  it.each(requests)('is the same bytes, however the operation was put together: %#', async (operation) => {
    const [first, second] = await seenOf([operation, reversed(operation)]);
    expect(second).toEqual(first);
  });

  it('goes out under the operation and our key, to one version of the API, without telemetry', async () => {
    const [, second] = await seenOf([requests[0]?.[0], requests[2]?.[0]].filter((one) => one !== undefined));
    expect(second?.headers).toMatchObject({
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': ref.operationId,
      'stripe-version': '2026-10-28.endive',
    });
    expect(second?.headers).not.toHaveProperty('x-stripe-client-telemetry');
    // What the machine is, and a number that names it.
    const agent = JSON.parse(String(second?.headers['x-stripe-client-user-agent'])) as object;
    expect(Object.keys(agent).filter((name) => name === 'platform' || name === 'telemetry_id')).toEqual([]);
  });

  it('has the customer come back where there is somewhere to come back to', async () => {
    const [seen] = await seenOf([new PaymentOf().authorize()], 'https://shop.example/paid');
    const form = new URLSearchParams(seen?.body);
    expect([form.get('return_url'), form.get('off_session')]).toEqual(['https://shop.example/paid', null]);
  });

  it('is one path, whatever a reference looks like', async () => {
    const [seen] = await seenOf([{ ...ref, kind: 'void', authorization: 'pi_1/../../v1/charges?x=' }]);
    expect(seen?.path).toBe('/v1/payment_intents/pi_1%2F..%2F..%2Fv1%2Fcharges%3Fx%3D/cancel');
  });

  it.each<[string, Operation, string]>([
    [
      'of a currency that Stripe has none of',
      new PaymentOf().authorize({ minor: 1_000n, currency: Currency('IQD') }),
      'rejected currency_mismatch (currency_not_taken)',
    ],
    [
      'that Stripe would have to round',
      new PaymentOf().authorize({ minor: 5_124n, currency: Currency('KWD') }),
      'rejected invalid_request (amount_not_representable)',
    ],
    [
      'of a capture with more to follow',
      new PaymentOf().capture('pi_1', amount, false),
      'rejected invalid_request (multicapture_not_supported)',
    ],
  ])('is nothing %s', async (_name, operation, outcome) => {
    const settings = { url: 'http://gateway.invalid', secretKey, webhookSecrets: [], returnUrl: null, deadlineMs: 9 };
    expect(inWords(await new StripeGateway(settings, new HandClock()).run(operation))).toBe(outcome);
  });
});
