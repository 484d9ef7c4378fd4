import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RawMessage } from '../../src/contracts/codec.js';
import { cloudEvent, envelope } from './neighbours-messages.js';
import { decode } from './reading.js';

const contentType = fc.oneof(
  fc.constantFrom(null, 'application/vnd.masstransit+json', 'application/cloudevents+json', 'application/json', ';'),
  fc.string(),
);
const headerName = fc.oneof(
  fc.constantFrom(
    'ce-type',
    'ce-id',
    'cloudEvents:source',
    'ce_specversion',
    'traceparent',
    'MT-Activity-Id',
    '__proto__',
  ),
  fc.string(),
);
const headers = fc.dictionary(headerName, fc.string({ unit: 'binary' }), { maxKeys: 5 });
const messageId = fc.option(fc.string({ unit: 'binary' }));

const usual = [envelope('UserCheckedOutIntegrationEvent'), cloudEvent('BasketDeletedFailedIntegrationEvent')];

/** A usual message, bytes of which have been overwritten. */
const damaged = fc
  .tuple(fc.constantFrom(...usual), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.nat())
  .map(([text, changes, end]) => {
    const bytes = Buffer.from(text);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return end % 4 === 0 ? bytes.subarray(0, end % bytes.length) : bytes;
  });

/** A usual message with any JSON in the place of one value. */
const misplaced = fc.tuple(fc.constantFrom(...usual), fc.nat(), fc.json({ maxDepth: 3 })).map(([text, at, value]) => {
  const places = [...text.matchAll(/: ?("[^"]*"|null|\d+)/g)];
  const place = places[at % places.length];
  if (place === undefined) return Buffer.from(text);
  return Buffer.from(`${text.slice(0, place.index)}: ${value}${text.slice(place.index + place[0].length)}`);
});

const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  damaged,
  misplaced,
);
const anything: fc.Arbitrary<RawMessage> = fc.record({ messageId, contentType, headers, body });

const likely: fc.Arbitrary<RawMessage> = fc.record({
  messageId,
  contentType: fc.constantFrom(null, 'application/json'),
  headers: fc.constant({}),
  body: fc.oneof(damaged, misplaced),
});

describe('the decoder', () => {
  it('answers whatever bytes, headers and content types come, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(anything, likely), (raw) => {
        const decoded = decode(raw);
        if (decoded.ok) return;
        expect(decoded.fault.detail).toMatch(/^[^\0]{10,200}\.$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lets through nothing that PostgreSQL could not store', () => {
    const storable = (text: string | null) => text === null || (!text.includes('\0') && !/\p{Surrogate}/u.test(text));
    let read = 0;
    fc.assert(
      fc.property(likely, (raw) => {
        const decoded = decode(raw);
        if (!decoded.ok) return;
        read += 1;
        const { cause, body: input } = decoded.event.input;
        const { fullName, email, basketId } = input.claim;
        const texts = [
          fullName,
          email,
          basketId,
          cause.messageId,
          cause.conversationId,
          cause.traceparent,
          cause.actor,
        ];
        expect(texts.every(storable)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it('never quotes what a message says', () => {
    const secret = 'Xyzzy4711';
    const anyField = fc.constantFrom('orderId', 'basketId', 'fullName', 'email', 'totalMoney', 'currency', 'id');
    const value = fc.constantFrom(secret, secret.repeat(60), `${secret}\0`, [secret], { [secret]: secret });
    const field = fc.tuple(anyField, value);
    const outer = fc.tuple(
      fc.constantFrom('messageId', 'conversationId', 'sourceAddress', 'message', 'specversion'),
      value,
    );
    fc.assert(
      fc.property(field, fc.option(outer), ([name, inside], around) => {
        const whole = JSON.parse(envelope('UserCheckedOutIntegrationEvent')) as Record<string, unknown>;
        const message = { ...(whole['message'] as object), [name]: inside };
        const changed = { ...whole, message, ...(around !== null && { [around[0]]: around[1] }) };
        const decoded = decode({
          messageId: null,
          contentType: null,
          headers: {},
          body: Buffer.from(JSON.stringify(changed)),
        });
        expect(JSON.stringify(decoded.ok ? '' : decoded.fault)).not.toContain(secret);
      }),
    );
    const broken = `{"email": "${secret}"`;
    const decoded = decode({ messageId: null, contentType: null, headers: {}, body: Buffer.from(broken) });
    expect(JSON.stringify(decoded)).not.toContain(secret);
  });
});
