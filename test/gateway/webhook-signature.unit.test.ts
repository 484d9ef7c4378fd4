import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatedGateway } from '../../src/gateway/simulated/simulated-gateway.js';
import { checkSignature } from '../../src/gateway/webhook-signature.js';
import { HandClock } from './hand-clock.js';

const secret = 'whsec_current';
const previous = 'whsec_previous';

// Its spaces are not what JSON.stringify writes: a body that was read and written again is another one.
const body = (id: string, occurredAt = '2026-03-01T11:59:00.000Z') => `{
  "id": "${id}",
  "type": "capture.succeeded",
  "occurred_at": "${occurredAt}",
  "data": {
    "id": "cap_1", "key": "0195a000-0000-7000-8000-000000000001", "order": "0195a000-0000-7000-8000-000000000002",
    "attempt": 1, "kind": "capture", "status": "succeeded", "amount": "4250", "currency": "USD",
    "capture_before": null, "fee": "153", "action": null, "code": null
  }
}`;

const mac = (raw: string, seconds: number, key = secret) =>
  createHmac('sha256', key).update(`${seconds}.${raw}`).digest('hex');

describe('a webhook', () => {
  let clock: HandClock;
  let gateway: SimulatedGateway;
  let now: number;

  beforeEach(() => {
    clock = new HandClock();
    now = clock.now().getTime() / 1000;
    gateway = new SimulatedGateway(
      { url: 'http://127.0.0.1', webhookSecrets: [secret, previous], deadlineMs: 1 },
      clock,
    );
  });

  function read(raw: string, header?: string): string {
    const heard = gateway.readWebhook(Buffer.from(raw), header === undefined ? {} : { 'gateway-signature': header });
    if (!heard.ok) return heard.reason;
    return heard.event.kind === 'operation' ? `${heard.eventId} ${heard.event.snapshot.standing.kind}` : 'not ours';
  }

  const signed = (raw: string, seconds = now) => `t=${seconds},v1=${mac(raw, seconds)}`;
  const raw = body('evt_1');

  // The twelve cases, each with what it comes to.
  const twelve: readonly (readonly [string, () => string, string])[] = [
    ['a MAC of another secret', () => read(raw, `t=${now},v1=${mac(raw, now, 'whsec_guessed')}`), 'no_match'],
    ['a signature 301 seconds old', () => read(raw, signed(raw, now - 301)), 'too_old'],
    ['a signature 301 seconds ahead', () => read(raw, signed(raw, now + 301)), 'too_new'],
    [
      'two signatures, of which the second is of a secret that we know',
      () => read(raw, `t=${now},v1=${mac(raw, now, 'whsec_next')},v1=${mac(raw, now, previous)}`),
      'evt_1 ok',
    ],
    ['a body that was read and written again', () => read(JSON.stringify(JSON.parse(raw)), signed(raw)), 'no_match'],
    ['no header', () => read(raw), 'missing'],
    ['an empty body, rightly signed', () => read('', signed('')), 'unreadable'],
    ['a signature of the old scheme v0 alone', () => read(raw, `t=${now},v0=${mac(raw, now)}`), 'malformed'],
    ['a MAC in upper case', () => read(raw, `t=${now},v1=${mac(raw, now).toUpperCase()}`), 'no_match'],
    ['a MAC cut short', () => read(raw, `t=${now},v1=${mac(raw, now).slice(0, 63)}`), 'no_match'],
    [
      'the same event a second time, under its own id again',
      () => [read(raw, signed(raw, now - 10)), read(raw, signed(raw))].join(', '),
      'evt_1 ok, evt_1 ok',
    ],
    [
      'an event that happened before one that came already',
      () => [raw, body('evt_0', '2026-03-01T11:58:00.000Z')].map((each) => read(each, signed(each))).join(', '),
      'evt_1 ok, evt_0 ok',
    ],
  ];

  it.each(twelve)('with %s', (_name, comesTo, expected) => {
    expect(comesTo()).toBe(expected);
  });

  it('tells when it happened, which the order of arrival does not', () => {
    const early = body('evt_0', '2026-03-01T11:58:00.000Z');
    expect(gateway.readWebhook(Buffer.from(early), { 'gateway-signature': signed(early) })).toMatchObject({
      occurredAt: new Date('2026-03-01T11:58:00.000Z'),
    });
  });

  it.each([
    ['300 seconds old', -300],
    ['300 seconds ahead', 300],
  ])('counts while its signature is %s', (_name, seconds) => {
    expect(read(raw, signed(raw, now + seconds))).toBe('evt_1 ok');
  });

  it('of a kind that is not known is no fault', () => {
    const news = '{"id":"evt_2","type":"account.updated","occurred_at":"2026-03-01T11:59:00Z","data":{}}';
    expect(read(news, signed(news))).toBe('not ours');
  });

  it.each([
    ['time', (s: string) => `v1=${mac(s, now)}`],
    ['time that is a number', (s: string) => `t=now,v1=${mac(s, now)}`],
    ['single time', (s: string) => `t=${now},t=${now},v1=${mac(s, now)}`],
    ['reasonable length', (s: string) => `${signed(s)},${'v1=0,'.repeat(400)}`],
  ])('is malformed without a %s in its header', (_name, header) => {
    expect(read(raw, header(raw))).toBe('malformed');
  });
});

describe('the signature', () => {
  it('is the one that openssl makes', () => {
    // printf '1772366400.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_current
    const header = 't=1772366400,v1=1e09a5f1de86b6051d4cabaeaa36c83558fc7b5bd6d40300935de17a41453b83';
    const now = new Date(1_772_366_400_000);
    expect(checkSignature(Buffer.from('{"id":"evt_1"}'), header, { secrets: [secret], now })).toBe('valid');
  });
});
