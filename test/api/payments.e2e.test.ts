import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { SimulatorProcess } from '../gateway/simulator-process.js';
import { Neighbours } from '../service/neighbours.js';
import { eventually } from '../tools/eventually.js';
import { startTestService, type TestService } from '../tools/test-service.js';

type Json = Readonly<Record<string, unknown>>;
type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };

const webhooks = '/api/v1/payment-webhooks';
const signatureHeader = 'gateway-signature';

/** The doors of one service, and an order placed behind them. */
class Customer {
  private constructor(
    private readonly service: TestService,
    readonly orderId: string,
  ) {}

  static async place(service: TestService, neighbours: Neighbours, payload: Json = {}): Promise<Customer> {
    const order = Neighbours.order(payload);
    await neighbours.say('UserCheckedOutIntegrationEvent', order);
    const customer = new Customer(service, order.orderId);
    await eventually(async () => expect((await customer.get('')).status).toBe(200));
    return customer;
  }

  get(below: string): Promise<Answer> {
    return send(`${this.service.url}/api/v1/orders/${this.orderId}${below}`);
  }

  post(below: string, body: Json, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return send(`${this.service.url}/api/v1/orders/${this.orderId}${below}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': v7(), ...headers },
      body: JSON.stringify({ by: 'mai', ...body }),
    });
  }

  async mutate(mutation: string, input: Json, fields: string): Promise<Json> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { body } = await send(`${this.service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { __typename ${fields} } }`,
        variables: { input: { orderId: this.orderId, idempotencyKey: v7(), by: 'mai', ...input } },
      }),
    });
    return (body as { readonly data: { readonly result: Json } }).data.result;
  }

  async becomes(payment: Json): Promise<void> {
    await eventually(async () => expect((await this.get('/payment')).body).toMatchObject(payment), { within: 20_000 });
  }
}

async function send(url: string, request: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, request);
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json };
}

const now = (): number => Math.floor(Date.now() / 1000);

function signed(body: string, secret: string, at = now()): Readonly<Record<string, string>> {
  const mac = createHmac('sha256', secret)
    .update(`${String(at)}.${body}`)
    .digest('hex');
  return { [signatureHeader]: `t=${String(at)},v1=${mac}` };
}

describe('the doors of payments, with a gateway behind them', () => {
  let simulator: SimulatorProcess;
  let service: TestService;
  let neighbours: Neighbours;

  beforeAll(async () => {
    simulator = await SimulatorProcess.start();
    service = await startTestService({ PAYMENTS: 'simulated', PAYMENT_GATEWAY_URL: simulator.url });
    neighbours = await Neighbours.join(service.broker);
    await simulator.tellTo(`${service.url}${webhooks}`, ['whsec_simulated']);
  });
  afterAll(async () => {
    await service.stop();
    await simulator.stop();
  });

  it('take a method, once for its key, and let the payment be captured and refunded in part', async () => {
    const customer = await Customer.place(service, neighbours);
    await customer.becomes({ status: 'RequiresMethod', total: '42.50', deadline: { waitsFor: 'method' } });

    const key = { 'idempotency-key': v7() };
    const given = await customer.post('/payment-method', { token: 'tok_ok' }, key);
    expect([given.status, given.body['status']]).toEqual([202, 'Authorizing']);
    await customer.becomes({ status: 'Authorized', held: '42.50', capturable: '42.50', methodEnding: 'k_ok' });
    expect((await customer.post('/payment-method', { token: 'tok_ok' }, key)).body).toEqual(given.body);
    expect((await customer.post('/payment-method', { token: 'tok_other' }, key)).status).toBe(422);

    const fields = `... on PaymentCommandAccepted { operationId payment { status } }
      ... on AmountRefused { reason max } ... on PaymentCommandError { message }`;
    expect(await customer.mutate('capturePayment', { amount: '42.51' }, fields)).toMatchObject({
      ...{ __typename: 'AmountRefused', reason: 'MORE_THAN_AUTHORIZED', max: '42.50' },
    });
    const captured = await customer.mutate('capturePayment', { amount: '40.00' }, fields);
    expect(captured).toMatchObject({ __typename: 'PaymentCommandAccepted', operationId: expect.any(String) });
    await customer.becomes({ status: 'PartiallyCaptured', captured: '40.00', held: '0.00', refundable: '40.00' });

    // The capture's webhook or its answer may come in between, and is no news.
    const tag = (await customer.get('/payment')).headers.get('etag') ?? '';
    const refund = await customer.post('/payment/refunds', { amount: '1.00' }, { 'if-match': tag });
    expect(refund.status).toBe(202);
    await customer.becomes({ status: 'PartiallyRefunded', refunded: '1.00', refundable: '39.00' });
    const stale = await customer.post('/payment/refunds', { amount: '1.00' }, { 'if-match': tag });
    expect([stale.status, stale.body['reason']]).toEqual([412, 'VersionConflict']);
    const tooMuch = await customer.post('/payment/refunds', { amount: '39.01' });
    expect(tooMuch).toMatchObject({ status: 409, body: { reason: 'MoreThanRefundable', max: '39.00' } });
    expect(await customer.post('/payment/refunds', { amount: '1', currency: 'EUR' })).toMatchObject({
      ...{ status: 409, body: { reason: 'CurrencyDiffers', max: '39.00', currency: 'USD' } },
    });
    for (const [path, reason] of [
      ['voids', 'AlreadyCaptured'],
      ['captures', 'AlreadyCaptured'],
      ['retries', 'NothingToRetry'],
      ['look-ups', 'NothingToLookUp'],
    ] as const)
      expect(await customer.post(`/payment/${path}`, {})).toMatchObject({ status: 409, body: { reason } });
    expect(await customer.post('/payment-method', { token: 'tok_ok' })).toMatchObject({
      ...{ status: 409, body: { reason: 'MethodNotNeeded' } },
    });

    expect((await customer.get('/payment/operations')).body).toMatchObject([
      { kind: 'authorize', status: 'succeeded', amount: '42.50', requestedBy: 'mai' },
      { id: captured['operationId'], kind: 'capture', status: 'succeeded', amount: '40.00', requestedBy: 'mai' },
      { id: refund.body['operationId'], kind: 'refund', status: 'succeeded', amount: '1.00', requestedBy: 'mai' },
    ]);
    const truth = (await simulator.truth(customer.orderId)).effects;
    expect(truth.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['authorize', '4250'],
      ['capture', '4000'],
      ['release', '250'],
      ['refund', '100'],
    ]);
  });

  it('take a webhook that is no news, and let go on with the version from before it', async () => {
    const customer = await Customer.place(service, neighbours, { paymentMethod: 'tok_ok' });
    await customer.becomes({ status: 'Authorized' });
    const [{ id: key, reference } = {}] = (await customer.get('/payment/operations')).body as unknown as Json[];
    const tag = (await customer.get('/payment')).headers.get('etag') ?? '';
    const history = (await customer.get('/events')).body;
    const data = {
      ...{ id: reference, key, order: customer.orderId, kind: 'authorize', status: 'succeeded', code: null },
      ...{ amount: '4250', currency: 'USD', fee: null, capture_before: null, action: null },
    };
    const body = JSON.stringify({
      id: `evt_${v7()}`,
      type: 'authorize.succeeded',
      occurred_at: '2026-07-01T12:00:00Z',
      data,
    });
    const tell = () =>
      send(`${service.url}${webhooks}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed(body, 'whsec_simulated') },
        body,
      });
    expect(await tell()).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    expect(await tell()).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    expect((await customer.get('/events')).body).toEqual(history);
    expect((await customer.post('/payment/captures', {}, { 'if-match': tag })).status).toBe(202);
    await customer.becomes({ status: 'Captured' });
  });

  it('show books that balance', async () => {
    const customer = await Customer.place(service, neighbours, {
      paymentMethod: 'tok_ok',
      currency: 'JPY',
      totalMoney: '1200',
    });
    await customer.becomes({ status: 'Authorized', held: '1200', currency: 'JPY' });
    await customer.post('/payment/captures', {});
    await customer.becomes({ status: 'Captured', captured: '1200' });
    const entries = (await customer.get('/ledger-entries')).body as unknown as readonly Json[];
    const sum = (side: string) =>
      entries.filter((entry) => entry['side'] === side).reduce((total, { amount }) => total + Number(amount), 0);
    expect([entries.length > 2, sum('debit')]).toEqual([true, sum('credit')]);
    const accounts = (await send(`${service.url}/api/v1/ledger-accounts?currency=JPY`))
      .body as unknown as readonly Json[];
    expect(accounts).toContainEqual(expect.objectContaining({ account: 'psp_clearing', balance: '1200' }));
    expect(accounts).toContainEqual(expect.objectContaining({ account: 'deferred_revenue', balance: '1200' }));
  });

  it('never ask the gateway twice for one key, however many ask at once', async () => {
    const customer = await Customer.place(service, neighbours, { paymentMethod: 'tok_ok' });
    await customer.becomes({ status: 'Authorized' });
    const key = { 'idempotency-key': v7() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => customer.post('/payment/voids', {}, key)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await customer.becomes({ status: 'Voided', held: '0.00' });
    expect((await simulator.truth(customer.orderId)).effects.map(({ kind }) => kind)).toEqual(['authorize', 'void']);
  });

  it('know no order that there is not', async () => {
    const order = `${service.url}/api/v1/orders/${v7()}`;
    const headers = { 'content-type': 'application/json', 'idempotency-key': v7() };
    const answer = await send(`${order}/payment/refunds`, {
      method: 'POST',
      headers,
      body: '{"by":"mai","amount":"1"}',
    });
    expect(answer).toMatchObject({ status: 404, body: { reason: 'OrderNotFound' } });
  });

  it('take webhooks by their signature alone', async () => {
    const body = '{"id":"evt_none_of_ours","type":"customer.created","occurred_at":"2026-07-01T12:00:00Z","data":{}}';
    const time = now();
    const ask = (headers: Readonly<Record<string, string>>, sent = body) =>
      send(`${service.url}${webhooks}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: sent,
      });
    expect(await ask(signed(body, 'whsec_simulated'))).toMatchObject({ status: 200, body: { outcome: 'ignored' } });
    expect(await ask({})).toMatchObject({ status: 400, body: { reason: 'missing' } });
    expect(await ask(signed(body, 'whsec_other'))).toMatchObject({ status: 400, body: { reason: 'no_match' } });
    expect(await ask(signed(body, 'whsec_simulated', time - 301))).toMatchObject({
      status: 400,
      body: { reason: 'too_old' },
    });
    // The same JSON in other bytes.
    expect(await ask(signed(body, 'whsec_simulated'), `${body} `)).toMatchObject({
      status: 400,
      body: { reason: 'no_match' },
    });
  });
});

describe('the doors of payments, with payments off', () => {
  let service: TestService;
  let neighbours: Neighbours;

  beforeAll(async () => {
    service = await startTestService();
    neighbours = await Neighbours.join(service.broker);
  });
  afterAll(() => service.stop());

  it('say so, and have no door for webhooks', async () => {
    const customer = await Customer.place(service, neighbours);
    const fields = '... on PaymentCommandError { message }';
    expect(await customer.mutate('refundPayment', { amount: '1' }, fields)).toEqual({
      ...{ __typename: 'PaymentsSwitchedOff', message: 'Payments are switched off' },
    });
    expect(await customer.post('/payment/voids', {})).toMatchObject({
      status: 409,
      body: { reason: 'PaymentsSwitchedOff' },
    });
    expect(await customer.get('/payment')).toMatchObject({ status: 404 });
    expect((await send(`${service.url}${webhooks}`, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});
