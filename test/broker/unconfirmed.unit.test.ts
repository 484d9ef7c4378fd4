import { describe, expect, it } from '@jest/globals';
import type { Message } from 'amqplib';
import type { Outgoing } from '../../src/broker/rabbitmq/outgoing.js';
import { Unconfirmed } from '../../src/broker/rabbitmq/unconfirmed.js';
import { message } from './world.js';

function outgoing(text: string, exchange = 'x'): Outgoing {
  const settle = (): void => undefined;
  return {
    destination: exchange,
    exchange,
    routingKey: '',
    mandatory: true,
    message: message(text),
    resolve: settle,
    reject: settle,
  };
}

function returned({ exchange, routingKey, message: { messageId, body } }: Outgoing): Message {
  const properties = { messageId: messageId ?? undefined } as Message['properties'];
  return { fields: { deliveryTag: 0, redelivered: false, exchange, routingKey }, properties, content: body };
}

function filled(...all: Outgoing[]): Unconfirmed {
  const unconfirmed = new Unconfirmed();
  for (const each of all) unconfirmed.add(each);
  return unconfirmed;
}

describe('Unconfirmed', () => {
  it('settles each message once, by single and multiple confirms in any order', () => {
    const all = ['1', '2', '3', '4', '5'].map((text) => outgoing(text));
    const unconfirmed = filled(...all);
    expect([...unconfirmed.take(4, false)]).toEqual([all[3]]);
    expect([...unconfirmed.take(2, true)]).toEqual([all[0], all[1]]);
    expect([...unconfirmed.take(5, true)]).toEqual([all[2], all[4]]);
    expect([...unconfirmed.take(5, true)]).toEqual([]);
    expect(unconfirmed.size).toBe(0);
  });

  it('takes the returned message of several with one id, so that its confirm counts it no more', () => {
    const all = [outgoing('same', 'x'), outgoing('same', 'lonely'), outgoing('same', 'x')];
    const unconfirmed = filled(...all);
    expect(unconfirmed.takeReturned(returned(outgoing('same', 'lonely')))).toBe(all[1]);
    expect([...unconfirmed.take(3, true)]).toEqual([all[0], all[2]]);
  });

  it('takes twins in the order of publishing', () => {
    const all = [outgoing('twin'), outgoing('twin'), outgoing('other')];
    const unconfirmed = filled(...all);
    expect(unconfirmed.takeReturned(returned(outgoing('twin')))).toBe(all[0]);
    expect(unconfirmed.takeReturned(returned(outgoing('twin')))).toBe(all[1]);
    expect(unconfirmed.takeReturned(returned(outgoing('twin')))).toBeUndefined();
    expect(unconfirmed.takeAll()).toEqual([all[2]]);
  });
});
