import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { parse } from 'yaml';
import { asyncApiDocument, asyncApiYaml } from '../../src/contracts/asyncapi/document.js';
import { createDecoder } from '../../src/contracts/decode-message.js';
import { Currency } from '../../src/kernel/currency.js';
import {
  committedFile,
  committedText,
  examples,
  validateAgainstAsyncApi,
  type Captured,
} from './validate-against-asyncapi.js';

const found = (message: string): Captured => {
  const example = examples().find((each) => each.message === message);
  if (example === undefined) throw new Error(`No example of ${message}`);
  return example;
};

const changed = (message: string, change: (payload: Record<string, unknown>) => unknown): Captured => {
  const captured = found(message);
  return { ...captured, body: JSON.stringify(change(JSON.parse(captured.body.toString()) as Record<string, unknown>)) };
};

describe('asyncapi.yaml', () => {
  let parsed: Awaited<ReturnType<Parser['parse']>>;

  beforeAll(async () => {
    parsed = await new Parser().parse(committedText);
  });

  // UPDATE_GENERATED=1 writes what this test compares.
  it('is what the contracts come to today: run `npm run documents` if this fails', () => {
    if (process.env['UPDATE_GENERATED'] === '1') writeFileSync(committedFile, asyncApiYaml());
    else expect(committedText).toBe(asyncApiYaml());
    expect(parse(committedText)).toEqual(asyncApiDocument());
  });

  it('is valid AsyncAPI, without an error, a warning or an open hint', () => {
    const { diagnostics, document } = parsed;
    // All there is of advice: that a later version of AsyncAPI exists.
    expect(diagnostics.map(({ code }) => code)).toEqual(['asyncapi-latest-version']);
    expect(document?.version()).toBe('3.0.0');
  });

  it('has an exchange for each message, our endpoint and both queues of dead letters', () => {
    const { document } = parsed;
    const addresses = document
      ?.allChannels()
      .all()
      .map((channel) => channel.address());
    expect(addresses?.toSorted()).toEqual([
      'BookWorm.Contracts:BasketDeletedCompleteIntegrationEvent',
      'BookWorm.Contracts:BasketDeletedFailedIntegrationEvent',
      'BookWorm.Contracts:CancelOrderCommand',
      'BookWorm.Contracts:CompleteOrderCommand',
      'BookWorm.Contracts:DeleteBasketCompleteCommand',
      'BookWorm.Contracts:DeleteBasketFailedCommand',
      'BookWorm.Contracts:OrderStatusChangedToCancelIntegrationEvent',
      'BookWorm.Contracts:OrderStatusChangedToCompleteIntegrationEvent',
      ...['Authorized', 'Captured', 'Declined', 'Refunded', 'Settled', 'Voided'].map(
        (what) => `BookWorm.Contracts:Payment${what}IntegrationEvent`,
      ),
      'BookWorm.Contracts:PlaceOrderCommand',
      'BookWorm.Contracts:UserCheckedOutIntegrationEvent',
      'finance-order-state-machine',
      'finance-order-state-machine_error',
      'finance-order-state-machine_skipped',
    ]);
    expect(
      document
        ?.operations()
        .all()
        .map((operation) => operation.action())
        .toSorted()
        .join(' '),
    ).toBe([...Array<string>(5).fill('receive'), ...Array<string>(5 + 6 + 2).fill('send')].join(' '));
    expect(
      document
        ?.servers()
        .all()
        .map((server) => server.protocol()),
    ).toEqual(['amqp', 'postgres']);
  });

  it('gives examples of every message in every format, and each fits its own schema', () => {
    expect(examples()).toHaveLength(5 * 3 * 2 + 5 * 2 + 6 * 2);
    for (const example of examples())
      expect([example.message, ...validateAgainstAsyncApi(example)]).toEqual([example.message]);
  });

  it('gives examples of the neighbours’ events that the decoder reads', () => {
    const decode = createDecoder({ format: 'masstransit', defaultCurrency: Currency('USD') });
    const events = examples().filter(({ message }) => /^(?!Payment).*IntegrationEvent\./.test(message));
    for (const { message, contentType, headers, body } of events) {
      const decoded = decode({ messageId: null, contentType, headers, body: Buffer.from(body) });
      expect([message, decoded.ok]).toEqual([message, true]);
    }
  });
});

describe('the validation of a captured message', () => {
  const wrong: readonly [string, Captured, string][] = [
    [
      'an exchange that no channel has',
      { ...found('PlaceOrderCommand.MassTransit'), exchange: 'BookWorm.Contracts:PlaceOrder' },
      'no channel has the address BookWorm.Contracts:PlaceOrder',
    ],
    [
      'a content type that the channel does not have',
      { ...found('PlaceOrderCommand.MassTransit'), contentType: 'text/plain' },
      'BookWorm.Contracts:PlaceOrderCommand has no message of the content type text/plain',
    ],
    [
      'a command without the causing message in its headers',
      { ...found('PlaceOrderCommand.MassTransit'), headers: {} },
      "headers: must have required property 'causation-id'",
    ],
    [
      'an envelope that leaves a field out',
      changed('PlaceOrderCommand.MassTransit', ({ host: _host, ...rest }) => rest),
      "payload: must have required property 'host'",
    ],
    [
      "another message's URN",
      changed('PlaceOrderCommand.MassTransit', (payload) => ({
        ...payload,
        messageType: ['urn:message:A:B', 'urn:message:C:D'],
      })),
      'payload/messageType/0: must be equal to constant',
    ],
    [
      'an amount that is a number',
      changed('CancelOrderCommand.CloudEvents', (payload) => ({
        ...payload,
        data: { ...(payload['data'] as object), totalMoney: 42.5 },
      })),
      'payload/data/totalMoney: must be string',
    ],
    [
      'a field that the contract does not have',
      changed('CancelOrderCommand.CloudEvents', (payload) => ({
        ...payload,
        data: { ...(payload['data'] as object), basketId: 'x' },
      })),
      'payload/data: must NOT have additional properties',
    ],
    [
      'an event without its order',
      changed('UserCheckedOutIntegrationEvent.MassTransit', (payload) => ({ ...payload, message: {} })),
      "payload/message: must have required property 'orderId'",
    ],
  ];

  it.each(wrong)('finds %s', (_title, captured, violation) => {
    expect(validateAgainstAsyncApi(captured)).toContain(violation);
  });

  it('takes any bytes for a dead letter, but not one without its reason', () => {
    const letter = {
      exchange: 'finance-order-state-machine_error',
      contentType: null,
      body: Buffer.from([0xff, 0x00]),
    };
    const reason = {
      'MT-Reason': 'fault',
      'MT-Fault-ExceptionType': 'MalformedBody',
      'MT-Fault-Message': 'The body …',
    };
    expect(validateAgainstAsyncApi({ ...letter, headers: reason })).toEqual([]);
    expect(validateAgainstAsyncApi({ ...letter, headers: {} })).not.toEqual([]);
  });
});
