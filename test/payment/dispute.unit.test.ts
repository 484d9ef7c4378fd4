import { describe, expect, it } from '@jest/globals';
import type { PaymentInput } from '../../src/payment/input.js';
import { amountsOf } from '../../src/store/payment-rows.js';
import {
  answers,
  authorized,
  cancelled,
  captured,
  completed,
  disputeLost,
  disputeOpened,
  disputeWon,
  last,
  lastTypes,
  type Life,
  live,
  ok,
  refundAsked,
  step,
  unknown,
  usd,
} from './payment-life.js';

const chargedBack = ({ state }: Life): bigint => amountsOf(state).chargedBack;
const reasonOf = (life: Life): unknown => last(life).events.map((event) => ('reason' in event ? event.reason : null));
const review = (life: Life): unknown => ('review' in life.state ? life.state.review?.reason : undefined);

describe('P17, a dispute', () => {
  it('holds its amount until it is decided', () => {
    const life = live(...captured, disputeOpened());
    expect(life.status).toBe('Disputed');
    expect(last(step(life, refundAsked(251n))).refusal).toBe('MoreThanRefundable');
    expect(step(life, disputeWon()).status).toBe('Captured');
    const lost = step(life, disputeLost());
    expect(lost.status).toBe('Disputed');
    expect(last(step(lost, refundAsked(251n))).refusal).toBe('MoreThanRefundable');
  });

  it('takes its fee as well, of which a win brings back what the gateway says', () => {
    const life = live(...captured, disputeOpened());
    expect(chargedBack(life)).toBe(5_500n);
    expect(chargedBack(step(life, disputeWon()))).toBe(0n);
    expect(chargedBack(step(life, disputeWon({}, usd(0n))))).toBe(1_500n);
    expect(chargedBack(step(life, disputeLost()))).toBe(5_500n);
  });

  it('is told in any order and any number of times', () => {
    const won = live(...captured, disputeWon());
    expect(lastTypes(won)).toEqual(['DisputeOpened', 'DisputeWon']);
    expect(reasonOf(step(won, disputeOpened()))).toEqual(['AlreadyDisputed']);
    expect(reasonOf(step(won, disputeWon()))).toEqual(['DisputeAlreadyDecided']);
    expect(reasonOf(step(won, disputeLost()))).toEqual(['DisputeAlreadyDecided']);
    const lost = live(...captured, disputeLost());
    expect(lastTypes(lost)).toEqual(['DisputeOpened', 'DisputeLost']);
    expect(reasonOf(step(lost, disputeOpened()))).toEqual(['AlreadyDisputed']);
    expect(reasonOf(step(lost, disputeLost()))).toEqual(['DisputeAlreadyDecided']);
  });

  it('that was lost can still be won by an appeal', () => {
    const life = live(...captured, disputeOpened(), disputeLost(), disputeWon());
    expect(lastTypes(life)).toEqual(['DisputeWon']);
    expect([life.status, chargedBack(life)]).toEqual(['Captured', 0n]);
  });

  it.each([
    ['authorized', authorized],
    ['being captured', [...authorized, completed]],
    ['of an unknown capture', [...authorized, completed, answers(unknown)]],
  ])('waits for its capture while the payment is %s', (_case, way) => {
    const life = live(...way, disputeOpened());
    expect(lastTypes(life)).toEqual(['DisputeReportedEarly']);
    expect(reasonOf(step(life, disputeOpened()))).toEqual(['AlreadyDisputed']);
    expect(chargedBack(life)).toBe(0n);
  });

  it('that was told early counts as soon as the capture is known, with the last that was told of it', () => {
    const capturing = [...authorized, completed] as const;
    const opened = live(...capturing, disputeOpened(), answers(ok()));
    expect(lastTypes(opened)).toEqual(['CaptureMade', 'DisputeOpened']);
    expect([opened.status, chargedBack(opened)]).toEqual(['Disputed', 5_500n]);
    const lost = live(...capturing, disputeLost(), disputeOpened(), answers(ok()));
    expect(lastTypes(lost)).toEqual(['CaptureMade', 'DisputeOpened', 'DisputeLost']);
    const won = live(...capturing, disputeOpened(), disputeWon(), disputeLost(), answers(ok()));
    expect(lastTypes(won)).toEqual(['CaptureMade', 'DisputeOpened', 'DisputeWon']);
    expect([won.status, chargedBack(won)]).toEqual(['Captured', 0n]);
    expect(won.state).not.toHaveProperty('earlyDispute');
  });

  it.each([
    ['a second one', [...captured, disputeOpened(), disputeOpened({ reference: 'dispute 2' })]],
    ['one of another capture', [...captured, disputeOpened({ capture: 'another' })]],
    ['one of more than was captured', [...captured, disputeOpened({ amount: usd(4_251n) })]],
    ['one of nothing', [...captured, disputeOpened({ amount: usd(0n) })]],
    ['one that brings back less than nothing', [...captured, disputeWon({}, usd(-1n))]],
    ['a second one before the capture', [...authorized, disputeOpened(), disputeOpened({ reference: 'dispute 2' })]],
    [
      'an early one of more than was captured',
      [...authorized, completed, disputeOpened({ amount: usd(9_999n) }), answers(ok())],
    ],
  ])('that the books have no room for is for people to look at: %s', (_case, way) => {
    const life = live(...way);
    expect([life.status, review(life)]).toEqual(['NeedsReview', 'UnexpectedDispute']);
  });

  it('of a dead order leaves what it holds, and has it refunded once it is won', () => {
    const life = live(...captured.slice(0, 2), { type: 'CaptureRequested', amount: null }, answers(ok()));
    const disputed = step(step(life, disputeOpened()), cancelled);
    expect(last(disputed).sendings).toMatchObject([{ operation: { kind: 'refund', amount: usd(250n) } }]);
    const won = step(step(disputed, answers(ok())), disputeWon());
    expect(last(won).sendings).toMatchObject([{ operation: { kind: 'refund', amount: usd(4_000n) } }]);
  });

  it('comes off one payout at most, and back in one at most, in whatever order they are read', () => {
    const line = (direction: 'out' | 'in', fee = 1_500n): PaymentInput => ({
      ...{ type: 'DisputeSettlementMatched', payout: 'payout 8', direction, amount: usd(4_000n), fee: usd(fee) },
    });
    const opened = live(...captured, disputeOpened());
    expect(reasonOf(live(...captured, line('out')))).toEqual(['NotDisputed']);
    expect(reasonOf(step(opened, line('in')))).toEqual(['NotDisputed']);
    expect(reasonOf(step(opened, line('out', 1n)))).toEqual(['SettlementDiffers']);
    const won = step(opened, disputeWon({}, usd(500n)));
    const both = [line('in', 500n), line('out')].reduce(step, won);
    expect(lastTypes(both)).toEqual(['DisputeSettled']);
    // The payouts were less by the fee that was kept.
    expect([amountsOf(both.state).settled, chargedBack(both)]).toEqual([-1_000n, 1_000n]);
    expect(reasonOf(step(both, line('in', 500n)))).toEqual(['AlreadySettled']);
    expect(reasonOf(step(both, line('out')))).toEqual(['AlreadySettled']);
  });
});
