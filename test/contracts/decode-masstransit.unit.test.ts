import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import {
  basketId,
  checkout,
  conversationId,
  enveloped,
  envelope,
  json,
  massTransit,
  message,
  messageId,
  orderId,
  traceparent,
  untold,
} from './neighbours-messages.js';
import { claimOf, eventOf } from './reading.js';

const usd = (minor: bigint) => ({ minor, currency: Currency('USD') });
const sourceAddress = 'rabbitmq://rabbit/ORDERING_BookWormOrdering_bus_kzwyyyf8ueobgfmybdqkp1yrem?temporary=true';

describe('a MassTransit envelope', () => {
  it('comes to the order, the input and its cause', () => {
    expect(eventOf(massTransit(envelope('UserCheckedOutIntegrationEvent')))).toEqual({
      orderId,
      type: 'UserCheckedOutIntegrationEvent',
      input: {
        body: {
          type: 'UserCheckedOut',
          claim: { fullName: 'Ada Lovelace', email: 'ada@example.org', basketId, total: usd(9999n) },
        },
        cause: { messageId, conversationId, traceparent, actor: sourceAddress },
      },
    });
  });

  it.each([
    ['UserCheckedOutIntegrationEvent', 'UserCheckedOut', { fullName: 'Ada Lovelace', email: 'ada@example.org' }],
    ['BasketDeletedCompleteIntegrationEvent', 'BasketDeleted', { fullName: null, email: null }],
    ['BasketDeletedFailedIntegrationEvent', 'BasketDeletedFailed', { fullName: null, email: 'ada@example.org' }],
    [
      'OrderStatusChangedToCompleteIntegrationEvent',
      'OrderCompleted',
      { fullName: 'Ada Lovelace', email: 'ada@example.org' },
    ],
    [
      'OrderStatusChangedToCancelIntegrationEvent',
      'OrderCancelled',
      { fullName: 'Ada Lovelace', email: 'ada@example.org' },
    ],
  ])('of a %s is the input %s, with the fields of its contract and no other', (type, input, contact) => {
    const event = eventOf(massTransit(envelope(type)));
    expect(event.type).toBe(type);
    expect(event.input.body).toEqual({ type: input, claim: { ...contact, basketId, total: usd(9999n) } });
  });

  it('is known by its looks where the content type says JSON or nothing', () => {
    const expected = eventOf(massTransit(envelope('UserCheckedOutIntegrationEvent')));
    expect(eventOf(json(envelope('UserCheckedOutIntegrationEvent')))).toEqual(expected);
    expect(eventOf(untold(envelope('UserCheckedOutIntegrationEvent')))).toEqual(expected);
    const contentType = 'Application/Vnd.MassTransit+JSON; charset=utf-8';
    expect(eventOf({ ...json(envelope('UserCheckedOutIntegrationEvent')), contentType })).toEqual(expected);
  });

  it('may spell every name in any case', () => {
    const pascal = envelope('UserCheckedOutIntegrationEvent').replaceAll(
      /"([a-z])([A-Za-z]*)":/g,
      (_, first: string, rest: string) => `"${first.toUpperCase()}${rest}":`,
    );
    expect(pascal).toContain('"MessageType":');
    expect(pascal).toContain('"TotalMoney":');
    const expected = eventOf(massTransit(envelope('UserCheckedOutIntegrationEvent')));
    expect(eventOf(massTransit(pascal))).toEqual(expected);
    expect(eventOf(massTransit(pascal.replace('"TotalMoney": "99.99"', '"TOTALMONEY": 99.99')))).toEqual(expected);
    expect(eventOf(untold(pascal))).toEqual(expected);
  });

  it('counts the exact name where two differ by case alone, whichever comes first', () => {
    expect(claimOf(checkout({ Email: 'other@example.org' })).email).toBe('ada@example.org');
    const reversed = message.replace('"fullName"', '"EMAIL": "other@example.org", "fullName"');
    expect(claimOf(massTransit(envelope('UserCheckedOutIntegrationEvent', reversed))).email).toBe('ada@example.org');
  });

  it('may hold fields that nobody knows, prototypes among them', () => {
    const strange = message.replace(
      '{',
      '{"__proto__": {"email": "evil@example.org"}, "constructor": {"prototype": {"email": "x"}}, "vatId": 7,',
    );
    const raw = massTransit(
      envelope('UserCheckedOutIntegrationEvent', strange).replace('{', '{"__proto__": {"host": 1},'),
    );
    expect(claimOf(raw)).toEqual(claimOf(checkout({})));
    expect(({} as Record<string, unknown>)['email']).toBeUndefined();
    const hidden = '{"__proto__": {"email": "evil@example.org"}, "orderId": "0198c5a0-1f00-7a00-8a00-00000000000a"}';
    expect(claimOf(massTransit(envelope('UserCheckedOutIntegrationEvent', hidden))).email).toBeNull();
  });

  it('is matched by any entry of its type list, in any case', () => {
    const urn = 'urn:message:BookWorm.Contracts:UserCheckedOutIntegrationEvent';
    const types = [['urn:message:BookWorm.Contracts:OrderPlaced', urn], [7, null, urn], urn, [urn.toUpperCase()]];
    for (const messageType of types) expect(eventOf(enveloped({ messageType })).input.body.type).toBe('UserCheckedOut');
  });

  it('may begin with a byte order mark', () => {
    expect(eventOf(massTransit(`\uFEFF${envelope('UserCheckedOutIntegrationEvent')}`)).orderId).toBe(orderId);
  });
});

describe('what an event claims', () => {
  it.each([
    ['null', null],
    ['missing', undefined],
    ['empty', ''],
    ['blank', ' \t '],
  ])('has no contact where it is %s', (_title, nothing) => {
    expect(claimOf(checkout({ fullName: nothing, email: nothing }))).toMatchObject({ fullName: null, email: null });
  });

  it.each([
    ['null', null],
    ['missing', undefined],
    ['empty', '00000000-0000-0000-0000-000000000000'],
  ])('has no basket where the id is %s', (_title, nothing) => {
    expect(claimOf(checkout({ basketId: nothing })).basketId).toBeNull();
  });

  it.each([
    ['null', null],
    ['missing', undefined],
    ['zero', 0],
    ['zero in a string', '0.00'],
    ['minus zero', '-0'],
  ])('has no total where it is %s', (_title, nothing) => {
    expect(claimOf(checkout({ totalMoney: nothing })).total).toBeNull();
  });

  it('has ids in lower case, however they came', () => {
    const event = eventOf(checkout({ orderId: orderId.toUpperCase(), basketId: basketId.toUpperCase() }));
    expect(event.orderId).toBe(orderId);
    expect(event.input.body.claim.basketId).toBe(basketId);
  });

  it('may have a name of 100 characters and an address of 255, counted as the database counts', () => {
    const fullName = '👩'.repeat(100);
    const email = `${'a'.repeat(243)}@example.org`;
    expect(email).toHaveLength(255);
    expect(claimOf(checkout({ fullName, email }))).toMatchObject({ fullName, email });
  });

  it.each([
    ['42.5', 4250n],
    ['42.5000', 4250n],
    ['+42.50', 4250n],
    ['4.25e1', 4250n],
    ['1e2', 10000n],
    ['9999999999999999.99', 999999999999999999n],
    ['12345678901234567.89', 1234567890123456789n],
  ])('has the total %s as it was written, string or number', (written, minor) => {
    const inString = envelope('UserCheckedOutIntegrationEvent').replace('"99.99"', `"${written}"`);
    expect(claimOf(massTransit(inString)).total).toEqual(usd(minor));
    if (written.startsWith('+')) return;
    const asNumber = envelope('UserCheckedOutIntegrationEvent').replace('"99.99"', written);
    expect(claimOf(massTransit(asNumber)).total).toEqual(usd(minor));
  });

  it('finds the digits of the right number among others of the same name', () => {
    const decoys = `"note": "\\"totalMoney\\": 1.11", "\\u0074otalMoney": 1234567890123456.78, "totals": {"totalMoney": 2.22},`;
    const body = message.replace('"totalMoney": "99.99",', decoys);
    const raw = massTransit(envelope('UserCheckedOutIntegrationEvent', body).replace('{', '{"totalMoney": 3.33,'));
    expect(claimOf(raw).total).toEqual(usd(123456789012345678n));
  });

  it('takes the last of two equal names, in both readings of the text', () => {
    const body = message.replace('"totalMoney": "99.99"', '"totalMoney": 1.5, "totalMoney": 1234567890123456.78');
    expect(claimOf(massTransit(envelope('UserCheckedOutIntegrationEvent', body))).total).toEqual(
      usd(123456789012345678n),
    );
  });

  it.each([
    ['JPY', '1200', 1200n],
    ['kwd', '1.25', 1250n],
    ['EUR', '1.25', 125n],
  ])('is in the currency %s that the event names', (currency, totalMoney, minor) => {
    expect(claimOf(checkout({ currency, totalMoney })).total).toEqual({ minor, currency: currency.toUpperCase() });
  });

  it.each([
    ['null', null],
    ['blank', ''],
  ])('is in the default currency where the event has it %s', (_title, currency) => {
    expect(claimOf(checkout({ currency })).total).toEqual(usd(9999n));
  });
});

describe('the cause of an event', () => {
  const causeOf = (changes: Readonly<Record<string, unknown>>) => eventOf(enveloped(changes)).input.cause;

  it.each([
    ['missing', undefined],
    ['null', null],
    ['blank', ' '],
    ['empty', '00000000-0000-0000-0000-000000000000'],
  ])("has the transport's message id where the envelope's is %s", (_title, nothing) => {
    const raw = { ...enveloped({ messageId: nothing }), messageId: 'from-the-transport' };
    expect(eventOf(raw).input.cause.messageId).toBe('from-the-transport');
  });

  it("prefers the envelope's message id", () => {
    expect(eventOf({ ...enveloped({}), messageId: 'from-the-transport' }).input.cause.messageId).toBe(messageId);
  });

  it('has no conversation where there is none', () => {
    expect(causeOf({ conversationId: null }).conversationId).toBeNull();
    expect(causeOf({ conversationId: undefined }).conversationId).toBeNull();
  });

  it("finds the trace in the envelope's headers, then in the transport's", () => {
    const other = traceparent.replace('-01', '-00');
    expect(causeOf({}).traceparent).toBe(traceparent);
    const traceOf = (headers: Readonly<Record<string, string>>) =>
      eventOf({ ...enveloped({ headers: null }), headers }).input.cause.traceparent;
    expect(traceOf({ Traceparent: other, 'MT-Activity-Id': traceparent })).toBe(other);
    expect(traceOf({ 'mt-activity-id': traceparent })).toBe(traceparent);
    expect(traceOf({})).toBeNull();
  });

  it.each([
    ['|hierarchical.1.', '.NET before 5'],
    [traceparent.toUpperCase(), 'upper case'],
    [traceparent.replace('00-', 'ff-'), 'the forbidden version'],
    ['00-00000000000000000000000000000000-b7ad6b7169203331-01', 'the empty trace'],
    ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', 'the empty parent'],
    [`${traceparent}\r\nx: y`, 'something after it'],
  ])('drops the trace %j (%s)', (malformed) => {
    expect(causeOf({ headers: { 'MT-Activity-Id': malformed } }).traceparent).toBeNull();
  });

  it('has an unknown actor where nobody says, and one of 255 characters at most', () => {
    expect(causeOf({ sourceAddress: null }).actor).toBe('unknown');
    expect(causeOf({ sourceAddress: `rabbitmq://${'x'.repeat(600)}` }).actor).toHaveLength(255);
    expect(causeOf({ sourceAddress: `${'x'.repeat(254)}👩` }).actor).toBe('x'.repeat(254));
  });
});
