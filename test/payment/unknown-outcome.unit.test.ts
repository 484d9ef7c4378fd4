import { describe, expect, it } from '@jest/globals';
import type { PaymentInput } from '../../src/payment/input.js';
import {
  answers,
  authorized,
  cancelled,
  captured,
  completed,
  days,
  declined,
  done,
  effectOf,
  hours,
  last,
  lastTypes,
  type Life,
  live,
  looksUp,
  minutes,
  notAttempted,
  notFound,
  ok,
  operation,
  pending,
  placed,
  refundAsked,
  rejected,
  type Step,
  step,
  total,
  unknown,
  usd,
} from './payment-life.js';

const capturing = [...authorized, completed];

const captureAsked = (minor: bigint): PaymentInput => ({ type: 'CaptureRequested', amount: usd(minor) });

const voidAsked: PaymentInput = { type: 'VoidRequested' };

const retryAsked: PaymentInput = { type: 'RetryRequested' };

const captureReported =
  (said = {}) =>
  (life: Life): PaymentInput => {
    const one = operation(life, 'capture');
    return { type: 'CaptureReported', operationId: one.operationId, effect: effectOf(one, said) };
  };

describe('P5, an authorization whose outcome isn’t known', () => {
  const lost = [placed(), answers(unknown)];

  it('is neither declined nor tried again, but looked up after 5 seconds', () => {
    const life = live(...lost);
    expect(life.status).toBe('Unknown');
    expect(last(life)).toMatchObject({
      ...{ verdict: null, sendings: [], announcements: [] },
      lookUps: [{ operationId: operation(life).operationId, number: 0, afterMs: 5_000 }],
    });
  });

  it('goes on when it is found', () => {
    expect(live(...lost, looksUp(done())).status).toBe('Authorized');
    expect(live(...lost, completed, looksUp(done())).status).toBe('Capturing');
  });

  it('is sent again under the same id when it isn’t found, as long as the gateway remembers ids', () => {
    const life = live(...lost, looksUp(notFound));
    expect(life.status).toBe('Authorizing');
    expect(last(life).sendings).toEqual([{ operation: operation(life), afterMs: 0 }]);
    const forgotten = live(...lost, { wait: hours(25) }, looksUp(notFound));
    expect(forgotten.status).toBe('Unknown');
    expect(last(forgotten).sendings).toEqual([]);
  });

  it('is looked up after 5 s, 30 s, 5 min, 1 h and five times 1 d, then people look at it', () => {
    const unreachable = looksUp({ kind: 'unreachable' });
    const times = (count: number) => live(...lost, ...Array<Step>(count).fill(unreachable));
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((count) => last(times(count)).lookUps.map(({ afterMs }) => afterMs));
    expect(waits.flat()).toEqual([5_000, 30_000, 300_000, 3_600_000, ...Array<number>(5).fill(86_400_000)]);
    expect(times(8).status).toBe('Unknown');
    const life = times(9);
    expect(life.status).toBe('NeedsReview');
    expect(last(life)).toMatchObject({ verdict: null, lookUps: [] });
    expect(step(life, looksUp(done(), null)).status).toBe('Authorized');
  });

  it.each([
    ['an authorization', lost, 'Authorizing'],
    ['a capture', [...capturing, answers(unknown)], 'Capturing'],
    ['a refund', [...captured, refundAsked(1n), answers(unknown)], 'Refunding'],
  ] as const)('can be tried anew when an operator finds nothing after the last look-up: %s', (_, before, after) => {
    const vain = Array<Step>(9).fill(looksUp({ kind: 'unreachable' }));
    const exhausted = live(...before, ...vain);
    expect(last(step(exhausted, retryAsked)).refusal).toBe('OutcomeUnknown');
    expect(lastTypes(step(exhausted, looksUp(notFound, null)))).toEqual(['InputIgnored']);
    const absent = [{ wait: days(6) }, looksUp(notFound, null)].reduce(step, exhausted);
    expect(absent.operations).toEqual(exhausted.operations);
    const again = step(absent, retryAsked);
    expect([again.status, again.operations.length]).toEqual([after, exhausted.operations.length + 1]);
  });

  it('ends nowhere but at a look-up or a report: an answer that comes late is not taken', () => {
    const late = live(...lost, answers(declined('never')));
    expect(late.status).toBe('Unknown');
    expect(lastTypes(late)).toEqual(['InputIgnored']);
  });

  it('is voided when it turns up after the order was cancelled', () => {
    const life = live(...lost, cancelled, looksUp(done()));
    expect(life.status).toBe('Voiding');
    expect(operation(life).kind).toBe('void');
  });

  it('isn’t sent again for a cancelled order, and held to be absent only when the gateway can’t be at it any more', () => {
    const early = live(...lost, cancelled, looksUp(notFound));
    expect(early.status).toBe('Unknown');
    expect(last(early).sendings).toEqual([]);
    expect(step(step(early, { wait: minutes(5) }), looksUp(notFound)).status).toBe('Voided');
  });

  it('isn’t held to be absent while the gateway may still be at the last try', () => {
    const again = live(
      ...lost,
      { wait: minutes(10) },
      looksUp(notFound),
      cancelled,
      answers(unknown),
      looksUp(notFound),
    );
    expect(again.status).toBe('Unknown');
    expect(step(step(again, { wait: minutes(5) }), looksUp(notFound)).status).toBe('Voided');
  });

  it('is voided even when it turns up after everything was given up', () => {
    const given = live(...lost, cancelled, { wait: minutes(5) }, looksUp(notFound));
    const { operationId } = operation(given);
    const orphan = step(given, { type: 'AuthorizationReported', operationId, effect: effectOf(operation(given)) });
    expect(orphan.status).toBe('Voiding');
    expect(step(orphan, answers(ok())).status).toBe('Voided');
  });

  it('keeps the look-ups in one row: one that is out of date counts for nothing', () => {
    const life = live(...lost, looksUp({ kind: 'unreachable' }), looksUp({ kind: 'unreachable' }, 0));
    expect(last(life)).toMatchObject({ outcome: 'ignored', events: [{ reason: 'LookUpOutOfDate' }] });
  });
});

describe('P6, a capture whose outcome isn’t known', () => {
  const lost = [...capturing, answers(unknown)];

  it('keeps everybody from touching the payment until it is', () => {
    const life = live(...lost);
    expect(life.status).toBe('Unknown');
    const commands = [captureAsked(1n), voidAsked, { type: 'RefundRequested', amount: usd(1n) }, retryAsked] as const;
    for (const command of commands)
      expect(last(step(life, command))).toMatchObject({ outcome: 'refused', refusal: 'OutcomeUnknown', events: [] });
  });

  it('is captured when it is found, and sent again under its id when it isn’t', () => {
    expect(live(...lost, looksUp(done())).status).toBe('Captured');
    const again = live(...lost, looksUp(notFound));
    expect(last(again).sendings).toEqual([{ operation: operation(again, 'capture'), afterMs: 0 }]);
    expect(again.operations).toHaveLength(2);
    const untouched = live(
      ...lost,
      looksUp((one) => ({ state: 'authorized', effect: effectOf(one) })),
    );
    expect(last(untouched).sendings).toHaveLength(1);
  });

  it('is resolved by a report as well', () => {
    expect(live(...lost, captureReported()).status).toBe('Captured');
    const canceled = live(...lost, { type: 'VoidReported', authorization: 'made by op 0', how: 'voided' });
    expect(canceled.state).toMatchObject({ stage: 'Ended', review: { reason: 'NothingToCapture' } });
  });

  it('stays unknown when the repeated call doesn’t get through: the first may have', () => {
    expect(live(...lost, looksUp(notFound), answers(notAttempted)).status).toBe('Unknown');
  });
});

describe('P7, a void that comes too late', () => {
  const late = [...authorized, cancelled, answers(rejected('already_captured'))];

  it('is looked up, and becomes a refund of what was captured', () => {
    const life = live(...late);
    expect(life.status).toBe('Unknown');
    const effect = { reference: 'a capture', amount: total };
    const found = step(
      life,
      looksUp(() => ({ state: 'captured', effect })),
    );
    expect(found.status).toBe('Refunding');
    expect(operation(found)).toMatchObject({ kind: 'refund', amount: total, capture: 'a capture' });
  });

  it('is looked up as well when its outcome isn’t known, and done again when the hold is still there', () => {
    const lost = [...authorized, cancelled, answers(unknown)];
    expect(live(...lost, looksUp(done())).status).toBe('Voided');
    const held = live(
      ...lost,
      looksUp((one) => ({ state: 'authorized', effect: effectOf(one) })),
    );
    expect(last(held).sendings).toEqual([{ operation: operation(held, 'void'), afterMs: 0 }]);
  });

  it.each(['already_voided', 'expired'] as const)('has nothing to do when the hold is gone: %s', (code) => {
    expect(live(...authorized, cancelled, answers(rejected(code))).status).toBe('Voided');
  });

  it('that can’t be made is for people, who may have it tried again', () => {
    const life = live(...authorized, cancelled, answers(declined('never')));
    expect(life.state).toMatchObject({ stage: 'Voiding', review: { reason: 'VoidFailed' } });
    const again = step(life, retryAsked);
    expect(operation(again)).toMatchObject({ kind: 'void', attempt: 2 });
    expect(step(again, answers(ok())).status).toBe('Voided');
  });
});

describe('P20, a crash between the gateway’s answer and its record', () => {
  it('is an unknown outcome, and the same bytes again', () => {
    const life = live(...capturing, { wait: minutes(1) }, answers(unknown), looksUp(notFound), answers(ok()));
    expect(life.status).toBe('Captured');
    expect(life.operations.filter(({ kind }) => kind === 'capture')).toHaveLength(1);
  });
});

describe('an operation that the gateway has acknowledged', () => {
  it('is pending whatever a further call doesn’t tell', () => {
    for (const outcome of [unknown, notAttempted]) {
      const life = live(...capturing, answers(pending()), answers(outcome));
      expect(last(life)).toMatchObject({ events: [{ reason: 'AlreadyPending' }], sendings: [] });
    }
  });

  it('is looked up even when the gateway asks for an action, which only an authorization can wait for', () => {
    expect(last(live(...capturing, answers(pending({ action: 'https://bank.example' })))).lookUps).toHaveLength(1);
  });
});
