import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEncoder } from '../../src/contracts/encode-command.js';
import type { MessageFormat, RawMessage } from '../../src/contracts/codec.js';
import { Currency } from '../../src/kernel/currency.js';
import { BasketId, MessageId, OrderId } from '../../src/kernel/ids.js';
import { formatMoney, type Money } from '../../src/kernel/money.js';
import type { Cause } from '../../src/order/cause.js';
import { known, type Details } from '../../src/order/details.js';
import type { OutgoingCommandType } from '../../src/order/outgoing-command.js';
import { cloudEvents, cloudEvent, envelope, massTransit, untold } from './neighbours-messages.js';
import { claimOf, eventOf } from './reading.js';
import { readAsCloudEvents, readAsMassTransit } from './strict-peers.js';
import { validateAgainstAsyncApi } from './validate-against-asyncapi.js';

const uuid = fc.uuid().filter((id) => id !== '00000000-0000-0000-0000-000000000000');

/** Any text that may stand in a field: whole code points, no NUL. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'binary', maxLength: Math.floor(maxLength / 2) })
    .filter((raw) => !raw.includes('\0') && !/\p{Surrogate}/u.test(raw));

const money: fc.Arbitrary<Money> = fc.record({
  minor: fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }),
  currency: fc.constantFrom('USD', 'JPY', 'KWD', 'CLF').map((code) => Currency(code)),
});

const details: fc.Arbitrary<Details & { readonly total: Money }> = fc.record({
  fullName: fc.option(text(100)).map(known),
  email: fc.option(text(255)).map(known),
  basketId: fc.option(uuid.map((id) => BasketId(id))),
  total: money,
});

const id = text(200).map((raw) => `m${raw.replaceAll(/\p{Cc}/gu, '')}`);

const cause: fc.Arbitrary<Cause> = fc.record({
  messageId: id.map((raw) => MessageId(raw)),
  conversationId: fc.option(fc.oneof(uuid, id)),
  traceparent: fc.option(fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')),
  actor: fc.constant('x'),
});

const type = fc.constantFrom<OutgoingCommandType[]>(
  'PlaceOrder',
  'DeleteBasketComplete',
  'DeleteBasketFailed',
  'CompleteOrder',
  'CancelOrder',
);

const sent = fc.record({
  messageId: uuid.map((raw) => MessageId(raw)),
  orderId: uuid.map((raw) => OrderId(raw)),
  sentAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
});

describe.each<[MessageFormat, typeof readAsMassTransit, string]>([
  ['masstransit', readAsMassTransit, 'urn:message:BookWorm.Contracts:'],
  ['cloudevents', readAsCloudEvents, 'BookWorm.Contracts.'],
])('any command in %s format', (format, readAsPeer, prefix) => {
  const encode = createEncoder({ format, defaultCurrency: Currency('USD') });

  it('is read by a strict neighbour, which gets what was said, and fits asyncapi.yaml', () => {
    fc.assert(
      fc.property(type, details, cause, sent, (command, of, because, around) => {
        const encoded = encode({ body: { type: command, details: of }, cause: because }, around);
        const received = readAsPeer(encoded);
        expect(received.type).toBe(`${prefix}${command}Command`);
        const said = {
          orderId: around.orderId,
          basketId: of.basketId ?? '00000000-0000-0000-0000-000000000000',
          fullName: of.fullName,
          email: of.email,
          totalMoney: formatMoney(of.total),
          currency: of.total.currency,
          id: around.messageId,
          creationDate: around.sentAt.toISOString(),
        };
        expect(said).toMatchObject(received.message);
        expect(received.message).toMatchObject({ orderId: said.orderId, totalMoney: said.totalMoney, id: said.id });
        const captured = { ...encoded, exchange: encoded.destination };
        expect(validateAgainstAsyncApi(captured)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('any event', () => {
  type Writer = (body: string) => RawMessage;
  const writers: readonly (readonly [string, Writer])[] = [
    ['MassTransit envelope', (body) => massTransit(envelope('UserCheckedOutIntegrationEvent', body))],
    ['CloudEvents event', (body) => cloudEvents(cloudEvent('UserCheckedOutIntegrationEvent', body))],
    ['body without a content type', (body) => untold(envelope('UserCheckedOutIntegrationEvent', body))],
  ];

  it.each(writers)('in a %s is read as it was written, to the last digit', (_title, write) => {
    fc.assert(
      fc.property(uuid, details, fc.boolean(), fc.boolean(), (orderId, of, asNumber, capitals) => {
        const amount = asNumber ? formatMoney(of.total) : JSON.stringify(formatMoney(of.total));
        const fields: readonly [string, string][] = [
          ['orderId', JSON.stringify(orderId)],
          ['basketId', JSON.stringify(of.basketId)],
          ['fullName', JSON.stringify(of.fullName)],
          ['email', JSON.stringify(of.email)],
          ['totalMoney', amount],
          ['currency', JSON.stringify(of.total.currency)],
        ];
        const body = fields.map(([name, value]) => `"${capitals ? name.toUpperCase() : name}": ${value}`).join(', ');
        const raw = write(`{${body}}`);
        expect(eventOf(raw).orderId).toBe(orderId);
        expect(claimOf(raw)).toEqual(of);
      }),
      { numRuns: 100 },
    );
  });
});
