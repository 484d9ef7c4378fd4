import { type Answer, facts, ignored } from './answer.js';
import type { DisputeReport } from './dispute.js';
import type { PaymentEvent } from './event.js';
import type { Given, InputOf } from './input.js';
import { type Money, sameMoney } from '../kernel/money.js';
import type { Captured, Payment, PaymentState } from './state.js';

const unexpected: PaymentEvent = {
  type: 'ReviewRequired',
  review: { reason: 'UnexpectedDispute', operationId: null },
};

/** Reports come in any order: what is further on has the last word. */
const ranks = { DisputeOpened: 0, DisputeLost: 1, DisputeWon: 2 } as const satisfies Record<
  DisputeReport['type'],
  number
>;
const standingRanks = { opened: ranks.DisputeOpened, lost: ranks.DisputeLost, won: ranks.DisputeWon } as const;

/** A dispute can be told before the capture that it's of: the gateway's answer to that may be lost, or still on its way. */
export function disputeReported(state: Payment, { body }: Given<InputOf<DisputeReport['type']>>): Answer {
  return state.stage === 'Captured' ? reported(state, body) : early(state, body);
}

function early({ earlyDispute: known }: Payment, report: DisputeReport): Answer {
  if (known === undefined) return facts({ type: 'DisputeReportedEarly', report });
  if (known.claim.reference !== report.claim.reference) return facts(unexpected);
  return ranks[report.type] > ranks[known.type]
    ? facts({ type: 'DisputeReportedEarly', report })
    : ignored(report.type === 'DisputeOpened' ? 'AlreadyDisputed' : 'DisputeAlreadyDecided');
}

function reported({ capture, dispute }: Captured, report: DisputeReport): Answer {
  if (!isPossible(capture, report)) return facts(unexpected);
  if (dispute === null) return facts({ type: 'DisputeOpened', claim: report.claim }, ...decided(report));
  // The books have room for one, and money has moved by another.
  if (dispute.reference !== report.claim.reference) return facts(unexpected);
  if (report.type === 'DisputeOpened') return ignored('AlreadyDisputed');
  return ranks[report.type] > standingRanks[dispute.standing]
    ? facts(...decided(report))
    : ignored('DisputeAlreadyDecided');
}

function decided(report: DisputeReport): readonly PaymentEvent[] {
  switch (report.type) {
    case 'DisputeOpened':
      return [];
    case 'DisputeWon':
      return [{ type: 'DisputeWon', feeReturned: report.feeReturned }];
    case 'DisputeLost':
      return [{ type: 'DisputeLost' }];
  }
}

function isPossible({ reference, amount }: Captured['capture'], report: DisputeReport): boolean {
  const { claim } = report;
  const taken = claim.amount.minor > 0n && claim.amount.minor <= amount.minor;
  return reference === claim.capture && taken && moneyOf(report).every((money) => isOf(amount, money));
}

const moneyOf = (report: DisputeReport): readonly Money[] => [
  ...[report.claim.amount, report.claim.fee],
  ...(report.type === 'DisputeWon' ? [report.feeReturned] : []),
];
const isOf = ({ currency }: Money, money: Money): boolean => money.currency === currency && money.minor >= 0n;

/** What was told of a dispute before its capture, once that is known. */
export function earlyDisputeOf(state: PaymentState): readonly PaymentEvent[] {
  if (state.stage !== 'Captured' || state.dispute !== null || state.earlyDispute === undefined) return [];
  const answer = reported(state, state.earlyDispute);
  return answer.kind === 'facts' ? answer.events : [];
}

/** It comes off one payout at most, and back in one at most; the line that brings it back may be read first. */
export function disputeSettlementMatched(
  { dispute }: Captured,
  { body: { payout, direction, amount, fee } }: Given<InputOf<'DisputeSettlementMatched'>>,
): Answer {
  if (dispute === null || (direction === 'in' && dispute.standing !== 'won')) return ignored('NotDisputed');
  if (direction === 'out' ? dispute.deducted : dispute.returned) return ignored('AlreadySettled');
  const booked = direction === 'out' ? dispute.fee : dispute.feeReturned;
  return sameMoney(dispute.amount, amount) && sameMoney(booked, fee)
    ? facts({ type: 'DisputeSettled', payout, direction, amount, fee })
    : ignored('SettlementDiffers');
}
