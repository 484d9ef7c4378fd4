import { v7 } from 'uuid';
import type { Currency } from '../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { MoneyFact } from '../../src/ledger/money-fact.js';

/** What a payment says of its money, in minor units, as in `payment_amounts`. */
export type Amounts = Record<
  'authorized' | 'held' | 'captured' | 'settled' | 'refunding' | 'refunded' | 'chargedBack',
  bigint
>;

type Hold = { readonly id: OperationId; left: bigint };
type Capture = {
  readonly id: OperationId;
  readonly amount: bigint;
  settled: boolean;
  /** Neither earned yet nor asked back. */
  deferred: bigint;
  refundable: bigint;
  disputed: boolean;
};
type Refund = { id: OperationId; readonly of: Capture; readonly amount: bigint; stage: 'due' | 'confirmed' | 'gone' };
type Dispute = { readonly id: OperationId; readonly amount: bigint; readonly fee: bigint; stage: 'open' | 'closed' };
type Line = { readonly type: 'DeductionSettled' | 'ReturnSettled'; readonly id: OperationId; readonly amount: bigint };

type MoveName =
  | ('authorize' | 'void' | 'expire' | 'capture all' | 'capture some' | 'capture some and the rest later' | 'settle')
  | ('settle a line' | 'request a refund' | 'confirm' | 'fail late' | 'abandon' | 'dispute' | 'win' | 'lose');
/** @param share any number: which part of what is possible */
type Move = readonly [name: MoveName, make: (share: number) => void];

const newId = () => OperationId(v7());
const part = (whole: bigint, share: number): bigint => 1n + (BigInt(share) % whole);
// Far from any test's now.
const expiresAt = new Date('2100-01-01T00:00:00Z');

/**
 * A payment that makes only what is legal at each moment. Its amounts are kept here a second time, from what it did and
 * not from postings.
 */
export class PaymentLife {
  readonly orderId = OrderId(v7());
  readonly facts: MoneyFact[] = [];
  readonly amounts: Amounts = {
    ...{ authorized: 0n, held: 0n, captured: 0n, settled: 0n },
    ...{ refunding: 0n, refunded: 0n, chargedBack: 0n },
  };
  private readonly holds: Hold[] = [];
  private readonly captures: Capture[] = [];
  private readonly refunds: Refund[] = [];
  private readonly disputes: Dispute[] = [];
  private readonly lines: Line[] = [];

  constructor(readonly currency: Currency) {}

  /** One of the moves that are legal now. */
  step(choice: number, share: number): void {
    const moves = this.moves();
    moves[choice % moves.length]?.[1](share);
  }

  make(name: MoveName, share = 41): this {
    const move = this.moves().find(([known]) => known === name);
    if (move === undefined) throw new Error(`To ${name} isn't legal now`);
    move[1](share);
    return this;
  }

  /** Until no payout line is missing. */
  settleAll(): void {
    for (const [name, settle] of this.moves()) if (name === 'settle' || name === 'settle a line') settle(1);
    if (this.lines.length > 0) this.settleAll();
  }

  private moves(): readonly Move[] {
    const [held, line] = [this.holds.filter(({ left }) => left > 0n), this.lines[0]];
    return [
      ...(held.length === 0 && this.holds.length < 2 ? [this.authorizing()] : []),
      ...held.flatMap((hold) => this.holding(hold)),
      ...this.captures.flatMap((capture) => this.captured(capture)),
      ...this.refunds.flatMap((refund) => this.refunding(refund)),
      ...this.disputes.filter(({ stage }) => stage === 'open').flatMap((dispute) => this.disputing(dispute)),
      ...(line === undefined ? [] : [this.settling(line)]),
    ];
  }

  private authorizing(): Move {
    return [
      'authorize',
      (share) => {
        const hold = { id: newId(), left: part(100_000n, share) };
        this.holds.push(hold);
        this.amounts.authorized += hold.left;
        this.tell(hold.id, hold.left, { type: 'Authorized', expiresAt });
      },
    ];
  }

  private holding(hold: Hold): readonly Move[] {
    const capture = (amount: bigint, final: boolean) => {
      const released = final ? hold.left - amount : 0n;
      const made = { id: newId(), amount, settled: false, deferred: amount, refundable: amount, disputed: false };
      this.captures.push(made);
      hold.left -= amount + released;
      this.amounts.captured += amount;
      this.tell(made.id, amount, { type: 'Captured', authorization: hold.id, released });
    };
    const release = (id: OperationId, of: AnyOfOrder) => {
      const { left } = hold;
      hold.left = 0n;
      this.tell(id, left, of);
    };
    return [
      ['void', () => release(newId(), { type: 'Voided', authorization: hold.id })],
      ['expire', () => release(hold.id, { type: 'Expired' })],
      ['capture all', () => capture(hold.left, true)],
      ['capture some', (share) => capture(part(hold.left, share), true)],
      ['capture some and the rest later', (share) => capture(part(hold.left, share), false)],
    ];
  }

  private captured(capture: Capture): readonly Move[] {
    const settle = (share: number) => {
      this.amounts.settled += capture.amount;
      capture.settled = true;
      // Sometimes a fee of more than the amount, sometimes none.
      const fee = BigInt(share) % (capture.amount + 50n);
      this.tell(capture.id, capture.amount, { type: 'Settled', fee, earned: capture.deferred });
      capture.deferred = 0n;
    };
    const request = (share: number) => {
      const refund = { id: newId(), of: capture, amount: part(capture.refundable, share), stage: 'due' as const };
      this.refunds.push(refund);
      capture.refundable -= refund.amount;
      if (!capture.settled) capture.deferred -= refund.amount;
      this.amounts.refunding += refund.amount;
      this.tell(refund.id, refund.amount, { type: 'RefundRequested', from: incomeOf(capture) });
    };
    const dispute = (share: number) => {
      const opened = { id: newId(), amount: capture.amount, fee: BigInt(share % 20), stage: 'open' as const };
      this.disputes.push(opened);
      capture.disputed = true;
      this.charge(opened.id, 'DeductionSettled', opened.amount + opened.fee);
      this.tell(opened.id, opened.amount, { type: 'DisputeOpened', fee: opened.fee });
    };
    return [
      ...(capture.settled ? [] : [['settle', settle] as const]),
      ...(capture.refundable > 0n ? [['request a refund', request] as const] : []),
      ...(capture.disputed ? [] : [['dispute', dispute] as const]),
    ];
  }

  private refunding(refund: Refund): readonly Move[] {
    const move = (stage: Refund['stage'], refunding: bigint, refunded: bigint) => {
      refund.stage = stage;
      this.amounts.refunding += refunding;
      this.amounts.refunded += refunded;
    };
    const { amount, of } = refund;
    const confirm = () => {
      move('confirmed', -amount, amount);
      // One that failed is tried again as an operation of its own.
      if (this.facts.some(({ type, operationId }) => type === 'RefundFailed' && operationId === refund.id))
        refund.id = newId();
      this.lines.push({ type: 'DeductionSettled', id: refund.id, amount });
      this.tell(refund.id, amount, { type: 'RefundConfirmed' });
    };
    const failLate = () => {
      move('due', amount, -amount);
      this.lines.push({ type: 'ReturnSettled', id: refund.id, amount });
      this.tell(refund.id, amount, { type: 'RefundFailed' });
    };
    const abandon = () => {
      move('gone', -amount, 0n);
      of.refundable += amount;
      if (!of.settled) of.deferred += amount;
      this.tell(refund.id, amount, { type: 'RefundAbandoned', to: incomeOf(of) });
    };
    const due: readonly Move[] = [
      ['confirm', confirm],
      ['abandon', abandon],
    ];
    return { due, confirmed: [['fail late', failLate] as const], gone: [] }[refund.stage];
  }

  private disputing(dispute: Dispute): readonly Move[] {
    const { id, amount, fee } = dispute;
    const win = (share: number) => {
      dispute.stage = 'closed';
      const back = share % 2 === 0 ? fee : 0n;
      this.charge(id, 'ReturnSettled', amount + back);
      this.tell(id, amount, { type: 'DisputeWon', fee: back, from: 'chargebacks' });
    };
    const lose = () => {
      dispute.stage = 'closed';
      this.tell(id, amount, { type: 'DisputeLost' });
    };
    return [
      ['win', win],
      ['lose', lose],
    ];
  }

  private settling(line: Line): Move {
    return [
      'settle a line',
      () => {
        this.lines.splice(this.lines.indexOf(line), 1);
        this.amounts.settled += line.type === 'ReturnSettled' ? line.amount : -line.amount;
        this.tell(line.id, line.amount, { type: line.type });
      },
    ];
  }

  private charge(id: OperationId, type: Line['type'], amount: bigint): void {
    this.amounts.chargedBack += type === 'DeductionSettled' ? amount : -amount;
    this.lines.push({ type, id, amount });
  }

  private tell(operationId: OperationId, minor: bigint, said: AnyOfOrder): void {
    this.amounts.held = this.holds.reduce((sum, { left }) => sum + left, 0n);
    const { orderId, currency } = this;
    this.facts.push({ ...said, orderId, operationId, amount: { minor, currency } });
  }
}

type WithoutKey<T> = T extends unknown ? Omit<T, 'orderId' | 'operationId' | 'amount'> : never;
type AnyOfOrder = WithoutKey<Exclude<MoneyFact, { readonly orderId: null }>>;

const incomeOf = ({ settled }: Capture) => (settled ? 'revenue' : 'deferred_revenue');
