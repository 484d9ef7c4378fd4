import type { SettlementCategory } from '../gateway/settlement-line.js';
import type { Currency } from '../kernel/currency.js';
import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { IgnoredReason } from '../payment/event.js';
import type { InputOf } from '../payment/input.js';
import type { BreakKind } from './break-kind.js';
import { grossOf, type PayoutLine } from './payout-line.js';

/** What of ours a line's reference belongs to. */
export type Counterpart = {
  readonly orderId: OrderId;
  /** As the ledger names it. */
  readonly operationId: OperationId;
  /** What the ledger has booked for it without its fee, less than zero for a refund or a dispute; null where it has booked nothing. */
  readonly posted: Money | null;
  /** Minor units, as the capture was told, or as the ledger has booked a dispute's; null where the capture was told none. */
  readonly fee: bigint | null;
  /** Another line has settled it. */
  readonly settled: boolean;
};

/** A disagreement: what the books say, and what the line says. */
export type Finding = { readonly kind: BreakKind; readonly expected: Money | null; readonly found: Money | null };

export type SettlingInput = InputOf<'SettlementMatched' | 'RefundSettlementMatched' | 'DisputeSettlementMatched'>;

/** `match`: the payment is to be told, whatever its fee is. Of `unexplained` the money goes to suspense. */
export type Verdict =
  | {
      readonly kind: 'match';
      readonly counterpart: Counterpart;
      readonly input: SettlingInput;
      readonly notice: Finding | null;
    }
  | { readonly kind: 'unexplained'; readonly counterpart: Counterpart | null; readonly finding: Finding };

/** The categories that settle a capture, a refund or a dispute; what else comes off a payout, people explain. */
const settling: ReadonlySet<SettlementCategory> = new Set(['capture', 'refund', 'refund_failure', 'dispute'] as const);

/** What a line is, next to what the books have. Pure. */
export function judge(line: PayoutLine, counterpart: Counterpart | null): Verdict {
  const posted = counterpart?.posted ?? null;
  if (counterpart === null || posted === null || !settling.has(line.category))
    return {
      kind: 'unexplained',
      counterpart,
      finding: { kind: 'missing_in_ledger', expected: null, found: grossOf(line) },
    };
  const finding = differenceOf(line, posted, counterpart);
  if (finding !== null) return { kind: 'unexplained', counterpart, finding };
  return {
    ...{ kind: 'match', counterpart, input: inputOf(line, counterpart) },
    notice: feeDiffers(line, counterpart) ? feeFinding(line.currency, counterpart.fee, line.fee) : null,
  };
}

/** Why a line can't settle what it is for; null where it can. */
function differenceOf(line: PayoutLine, posted: Money, { settled, fee }: Counterpart): Finding | null {
  const found = grossOf(line);
  const against = (kind: BreakKind): Finding => ({ kind, expected: posted, found });
  if (settled) return against('duplicate');
  if (posted.currency !== found.currency) return against('currency_diff');
  if (posted.minor !== found.minor) return against('amount_diff');
  const net = line.gross - line.fee;
  const money = (minor: bigint): Money => ({ minor, currency: line.currency });
  if (net !== line.net) return { kind: 'amount_diff', expected: money(net), found: money(line.net) };
  return isFeeImpossible(line, fee ?? 0n) ? feeFinding(line.currency, fee ?? 0n, line.fee) : null;
}

/**
 * The ledger has no place for what a refund cost, nor for a fee that the gateway pays us; and a dispute's it has booked already.
 */
function isFeeImpossible({ category, fee }: PayoutLine, booked: bigint): boolean {
  if (category === 'dispute') return fee !== booked;
  return category === 'capture' ? fee < 0n : fee !== 0n;
}

const feeDiffers = ({ category, fee }: PayoutLine, told: Counterpart): boolean =>
  category === 'capture' && told.fee !== null && told.fee !== fee;

const feeFinding = (currency: Currency, told: bigint | null, fee: bigint): Finding => ({
  kind: 'fee_diff',
  expected: told === null ? null : { minor: told, currency },
  found: { minor: fee, currency },
});

function inputOf(line: PayoutLine, { operationId }: Counterpart): SettlingInput {
  const { payoutId: payout, gross, fee, currency } = line;
  if (line.category === 'capture')
    return { type: 'SettlementMatched', payout, gross: { minor: gross, currency }, fee: { minor: fee, currency } };
  const out = gross < 0n;
  const direction = out ? 'out' : 'in';
  const amount = { minor: out ? -gross : gross, currency };
  if (line.category === 'dispute')
    return { type: 'DisputeSettlementMatched', payout, direction, amount, fee: { minor: out ? fee : -fee, currency } };
  return { type: 'RefundSettlementMatched', operationId, payout, direction, amount };
}

/** Why the payment took no notice of a line that looked right: it has the last word. */
export function overruled(line: PayoutLine, counterpart: Counterpart, reason: IgnoredReason): Verdict {
  const kind = kindsOfRefusal[reason] ?? 'missing_in_ledger';
  const finding = { kind, expected: counterpart.posted, found: grossOf(line) };
  return { kind: 'unexplained', counterpart, finding };
}

const kindsOfRefusal: Readonly<Partial<Record<IgnoredReason, BreakKind>>> = {
  AlreadySettled: 'duplicate',
  SettlementDiffers: 'amount_diff',
};
