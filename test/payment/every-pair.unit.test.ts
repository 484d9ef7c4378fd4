import { describe, expect, it } from '@jest/globals';
import { evolve, fold } from '../../src/payment/evolve.js';
import { CorruptPaymentHistory } from '../../src/payment/stage-changes.js';
import type { PaymentEvent } from '../../src/payment/event.js';
import { noPayment } from '../../src/payment/state.js';
import { wayTo, waysOf } from './examples.js';
import { card, last, live, operation, placed, step, total } from './payment-life.js';

const pairs = Object.entries(wayTo).flatMap(([status, way]) =>
  Object.entries(waysOf).flatMap(([type, ways]) => Object.values(ways).map((input) => ({ status, way, type, input }))),
);

describe('every status', () => {
  it.each(Object.entries(wayTo))('is reached: %s', (status, way) => {
    expect(live(...way).status).toBe(status);
  });

  it('answers every input with a fact, or an operator’s command with a refusal', () => {
    expect(pairs).toHaveLength(21 * 40);
    for (const { status, way, type, input } of pairs) {
      const life = live(...way);
      const { outcome, events, refusal } = last(step(life, input));
      const isCommand = type.endsWith('Requested');
      const named = isCommand ? refusal !== null || events.length > 0 : refusal === null && events.length > 0;
      expect([status, type, outcome, named]).toEqual([status, type, outcome, true]);
      expect(outcome === 'ignored').toBe(events.some((event) => event.type === 'InputIgnored'));
      expect(isCommand && outcome === 'ignored').toBe(false);
    }
  });
});

describe('a history that decide can’t have written', () => {
  const authorizing = live(placed());
  const one = operation(authorizing);
  const id = { operationId: one.operationId };
  const impossible: readonly PaymentEvent[] = [
    { type: 'MethodGiven', method: card },
    { type: 'RetryDue' },
    { type: 'AuthorizationDeclined', ...id, code: 'other', gatewayCode: 'x', final: true },
    { type: 'OperationPending', ...id, reference: null, action: null },
    { type: 'RefundFailed', ...id, reason: 'other' },
    { type: 'DisputeWon', feeReturned: total },
    { type: 'PaymentSettled', payout: 'payout', gross: total, fee: total },
  ];

  it.each(impossible)('is named with a code instead of being folded to something: $type', (event) => {
    expect(() => evolve(noPayment, event)).toThrow(CorruptPaymentHistory);
  });

  it('is so as well when the stage doesn’t fit', () => {
    const capture = { ...one, kind: 'capture', authorization: 'it', final: true, amount: total } as const;
    const { events } = live(...wayTo.Captured);
    expect(() => fold([...authorizing.events, { type: 'RetryDue' }])).toThrow(CorruptPaymentHistory);
    expect(() =>
      fold([...events, { type: 'CaptureStarted', operation: capture, at: new Date(0), afterMs: 0, declines: 0 }]),
    ).toThrow(CorruptPaymentHistory);
    expect(() =>
      fold([...events, { type: 'AuthorizationDeclined', ...id, code: 'other', gatewayCode: 'x', final: true }]),
    ).toThrow(CorruptPaymentHistory);
    expect(() => fold([...events, { type: 'DisputeLost' }])).toThrow(CorruptPaymentHistory);
    expect(() => fold([...live(placed(null)).events, { type: 'ActionCompleted', ...id }])).toThrow(
      CorruptPaymentHistory,
    );
  });
});
