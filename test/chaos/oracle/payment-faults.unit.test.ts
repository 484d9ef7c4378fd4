import { describe, expect, it } from '@jest/globals';
import { truthOf } from './gateway-truth.js';
import { type PaymentRow, paymentFaults } from './payment-faults.js';

const order = 'an order';

/** The gateway's effects of one order: `authorize a 950` is 9.50 by the operation `a`. */
const truth = (...effects: readonly string[]) =>
  truthOf(
    effects.map((effect) => {
      const [kind = '', key = '', amount = ''] = effect.split(' ');
      return { kind, key, amount, fee: '0', order, reference: key, currency: 'USD' };
    }),
  );

const taken = truth('authorize a 950', 'capture b 950');
const voided = truth('authorize a 950', 'void b 950');

const row = (differing: Partial<PaymentRow>): PaymentRow => ({
  ...{ orderId: order, order: 'Completed', payment: 'Captured', review: null, token: 'tok_ok' },
  ...{ held: 0n, captured: 950n, refunded: 0n },
  ...differing,
});

describe('the judgement of a payment', () => {
  it('finds nothing where the gateway, the ledger, the payment and the order say the same', () => {
    expect(paymentFaults(row({}), taken)).toEqual([]);
    expect(paymentFaults(row({ order: 'Cancelled', payment: 'Voided', captured: 0n }), voided)).toEqual([]);
    expect(paymentFaults(row({ order: 'Placed', payment: 'RequiresMethod', captured: 0n }))).toEqual([]);
    const back = truth('authorize a 950', 'capture b 950', 'refund c 200', 'refund d 750');
    expect(paymentFaults(row({ payment: 'Refunded', refunded: 950n }), back)).toEqual([]);
  });

  it('finds a second capture, and an operation done twice under one key, also where people have to look', () => {
    const reviewed = row({ payment: 'NeedsReview', review: 'AmountDiffers', token: 'tok_capture.wrong_amount' });
    const second = truth('authorize a 950', 'capture b 500', 'capture c 450');
    expect(paymentFaults(reviewed, second)).toEqual(['the gateway captured 2 times']);
    const again = truth('authorize a 950', 'authorize a 950');
    expect(paymentFaults(reviewed, again)).toEqual(['the gateway did authorize a more than once']);
  });

  it('finds more refunded than captured', () => {
    const much = truth('authorize a 950', 'capture b 950', 'refund c 900', 'refund d 100');
    expect(paymentFaults(row({ payment: 'Refunded', refunded: 1_000n }), much)).toContain(
      'the gateway refunded 1000 of 950',
    );
  });

  it('finds a hold that a dead order left', () => {
    const held = truth('authorize a 950');
    expect(paymentFaults(row({ order: 'Failed', payment: 'Authorized', held: 950n, captured: 0n }), held)).toEqual([
      "it is Failed, and the gateway still has 950 of its customer's",
    ]);
  });

  it('finds a ledger that differs from the gateway', () => {
    expect(paymentFaults(row({ captured: 949n }), taken)).toEqual(['its payment has captured 949, the gateway 950']);
    expect(paymentFaults(row({ payment: 'Voided', captured: 0n, order: 'Cancelled' }), taken)).toHaveLength(3);
  });

  it('finds a payment that is not at rest, whatever it is at', () => {
    expect(paymentFaults(row({ payment: 'Unknown' }), taken)).toHaveLength(1);
    expect(
      paymentFaults(row({ payment: 'Capturing', held: 950n, captured: 0n }), truth('authorize a 950')),
    ).toHaveLength(1);
  });

  it('finds an order that stands where its payment went on, or the other way round', () => {
    const held = truth('authorize a 950');
    expect(paymentFaults(row({ payment: 'Authorized', held: 950n, captured: 0n }), held)).toHaveLength(1);
    expect(paymentFaults(row({ order: 'Placed', payment: 'Declined', captured: 0n }))).toHaveLength(1);
  });

  it('takes a review for one only where the token explains it', () => {
    const reviewed = { payment: 'NeedsReview', review: 'CaptureFailed', captured: 0n, held: 950n } as const;
    const held = truth('authorize a 950');
    const token = 'tok_capture.declined.lost_card-void.declined.lost_card';
    expect(paymentFaults(row({ ...reviewed, token }), held)).toEqual([]);
    expect(paymentFaults(row(reviewed), held)).toEqual(['people have to look at its payment by tok_ok: CaptureFailed']);
  });
});
