import { describe, expect, it } from '@jest/globals';
import { ReusedHeaders } from '../../src/broker/rabbitmq/wire-message.js';

const withHeaders = (...headers: readonly (readonly [string, string])[]) => ({
  messageId: null,
  contentType: null,
  headers: Object.fromEntries(headers),
  body: Buffer.alloc(0),
});

describe('ReusedHeaders', () => {
  it('gives each message its own values, in one object while the names stay', () => {
    const reused = new ReusedHeaders();
    const first = reused.of(withHeaders(['a', '1'], ['b', '2']));
    expect(Object.entries(first)).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    const second = reused.of(withHeaders(['a', '3'], ['b', '4']));
    expect(second).toBe(first);
    expect(Object.entries(second)).toEqual([
      ['a', '3'],
      ['b', '4'],
    ]);
  });

  it.each([
    [
      'one more',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['one fewer', [['a', '1']]],
    [
      'another order',
      [
        ['b', '2'],
        ['a', '1'],
      ],
    ],
    ['none', []],
  ] as const)('leaves nothing of the message before behind: %s', (_, next) => {
    const reused = new ReusedHeaders();
    reused.of(withHeaders(['a', '8'], ['b', '9']));
    expect(Object.entries(reused.of(withHeaders(...next)))).toEqual(next);
  });

  it('keeps a name that objects know', () => {
    const reused = new ReusedHeaders();
    reused.of(withHeaders(['__proto__', '1'], ['constructor', '2']));
    const headers = reused.of(withHeaders(['__proto__', '3'], ['constructor', '4']));
    expect(Object.entries(headers)).toEqual([
      ['__proto__', '3'],
      ['constructor', '4'],
    ]);
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
  });

  it('changes nothing of the messages', () => {
    const reused = new ReusedHeaders();
    const message = withHeaders(['a', '1']);
    reused.of(message);
    reused.of(withHeaders(['a', '2']));
    expect(message.headers).toEqual({ a: '1' });
  });
});
