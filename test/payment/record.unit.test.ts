import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../src/payment/evolve.js';
import { Currency } from '../../src/kernel/currency.js';
import {
  fromPaymentEventData,
  fromStoredOperation,
  fromStoredPayment,
  type Json,
  storedTypeOf,
  toPaymentEventData,
  toStoredOperation,
  toStoredPayment,
} from '../../src/payment/record.js';
import { steps } from './arbitrary-inputs.js';
import { card, live, placed, usd } from './payment-life.js';

const throughText = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json;

describe('what is stored of a payment', () => {
  it('is read as what was written: events, state and operations of any life', () => {
    fc.assert(
      fc.property(steps, (made) => {
        const life = live(...made);
        const events = life.moments.flatMap(({ decision }) => decision.events);
        const read = events.map((event) =>
          fromPaymentEventData(storedTypeOf(event), throughText(toPaymentEventData(event))),
        );
        expect(read).toEqual(events);
        expect(fold(read)).toEqual(life.state);
        expect(fromStoredPayment(throughText(toStoredPayment(life.state)))).toEqual(life.state);
        for (const operation of life.operations)
          expect(fromStoredOperation(throughText(toStoredOperation(operation)))).toEqual(operation);
      }),
    );
  });

  it('keeps the method and the currency of a checkout without a total', () => {
    const { events, state } = live(placed(card, usd(0n)));
    const kept = { method: { token: 'tok_card' }, currency: Currency('USD') };
    expect(events.map(toPaymentEventData)).toEqual([kept]);
    expect(toStoredPayment(state)).toEqual({ stage: 'NotNeeded', ended: false, ...kept });
  });

  it('is read as well where it was stored before these were kept', () => {
    const event = fromPaymentEventData('payment.PaymentNotNeeded', {});
    expect(event).toEqual({ type: 'PaymentNotNeeded', method: null, currency: null });
    const state = fromStoredPayment({ stage: 'NotNeeded', ended: false });
    expect(state).toEqual({ stage: 'NotNeeded', ended: false, method: null, currency: null });
    expect(state).toEqual(fold([event]));
  });

  it.each([
    ['of a type that nobody writes', 'payment.Teleported', {}, 'the type of its event payment.Teleported is unknown'],
    ['with a time that is none', 'payment.OperationResent', { at: 'noon' }, 'at is no time'],
    [
      'with an amount without digits',
      'payment.DisputeOpened',
      { claim: { amount: { minor: 5, currency: 'USD' } } },
      'an amount has no minor units',
    ],
  ])('is refused by name: an event %s', (_case, type, data, message) => {
    expect(() => fromPaymentEventData(type, data)).toThrow(message);
  });

  it('is refused by name: a state in a stage that nobody knows', () => {
    expect(() => fromStoredPayment({ stage: 'Elsewhere' })).toThrow('its stage Elsewhere is unknown');
  });
});
