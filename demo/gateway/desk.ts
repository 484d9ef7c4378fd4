import type { Accounts, Movement } from './accounts.js';
import type { Asking } from './asking.js';
import type { DisputeDesk } from './dispute-desk.js';
import type { GatewayClock } from './gateway-clock.js';
import type { Face } from './face.js';
import type { Answer } from './http.js';
import type { Operation } from './operation.js';
import type { Operations } from './operations.js';
import { type Fate, goesWell } from './token.js';
import type { Webhooks } from './webhooks.js';

const day = 24 * 3_600_000;

/** How long things take here, in milliseconds of the gateway's clock. */
export type Terms = { readonly pendingMs: number };

export const holdValidityMs = 7 * day;
export const shortHoldValidityMs = 3_600_000;
export const lateFailureAfterMs = 3 * day;

/** 2.9 % and 30 minor units, rounded half up. */
const feeOf = (amount: bigint): bigint => (amount * 29n + 500n) / 1000n + 30n;

export type DeskParts = {
  readonly clock: GatewayClock;
  readonly accounts: Accounts;
  readonly operations: Operations;
  readonly webhooks: Webhooks;
  readonly face: Face;
  readonly disputeDesk: DisputeDesk;
};

/** Takes operations on and brings them to their end, as their token's fate has it. */
export class Desk {
  private readonly fates = new Map<string, Fate>();

  private readonly clock: GatewayClock;
  private readonly face: Face;

  constructor(
    private readonly parts: DeskParts,
    private readonly terms: Terms,
  ) {
    this.clock = parts.clock;
    this.face = parts.face;
  }

  /** The fate of asking about this operation. */
  lookUpFate({ id }: Operation): Fate {
    return this.fates.get(id) ?? goesWell;
  }

  async perform(asking: Asking, movement: Movement, fate: Fate): Promise<Answer> {
    if (movement.fault !== null) return this.face.refuse(movement.fault, asking);
    if (fate.name === 'expired' && asking.kind !== 'authorize') return this.refuseAsExpired(asking);
    const operation = this.open(asking, movement, fate);
    this.parts.operations.add(operation);
    this.fates.set(operation.id, movement.script?.get('look_up') ?? goesWell);
    movement.begin(operation);
    switch (fate.name) {
      case 'declined':
        this.decline(operation, movement, fate.code);
        break;
      case 'pending_then_ok':
        this.clock.after(this.terms.pendingMs, () => void this.succeed(operation, movement));
        break;
      case 'pending_then_fail':
        this.clock.after(this.terms.pendingMs, () => this.decline(operation, movement, fate.code));
        break;
      case 'out_of_order':
        return this.succeedBehindTheAnswer(operation, movement);
      default:
        await this.succeed(operation, movement, fate);
        if (fate.name === 'late_failure' && asking.kind === 'refund') this.failLater(operation, asking.capture);
        if (operation.kind === 'capture') this.parts.disputeDesk.foresee(operation, fate.name);
    }
    return this.face.answer(operation);
  }

  /** It's over before it was asked for: a hold ends with that, of a refund only the time is up. */
  private refuseAsExpired(asking: Exclude<Asking, { readonly kind: 'authorize' }>): Answer {
    if (asking.kind === 'refund') return this.face.refuse('refund_window_closed', asking);
    const authorization = this.parts.operations.find({ reference: asking.authorization });
    if (authorization !== null) this.expire(authorization);
    return this.face.refuse('authorization_expired', asking);
  }

  private open(asking: Asking, movement: Movement, fate: Fate): Operation {
    const isAuthorization = asking.kind === 'authorize';
    const amount = fate.name === 'wrong_amount' ? movement.amount - 1n : movement.amount;
    const validityMs = fate.name === 'expired' ? shortHoldValidityMs : holdValidityMs;
    return {
      id: this.face.name(asking),
      parent: parentOf(asking),
      madeAt: this.clock.now(),
      key: asking.key,
      order: asking.order,
      attempt: asking.attempt,
      kind: asking.kind,
      status: 'pending',
      amount,
      currency: movement.currency,
      captureBefore: isAuthorization ? new Date(this.clock.now().getTime() + validityMs) : null,
      fee: asking.kind === 'capture' ? feeOf(amount) : null,
      action: isAuthorization ? `https://gateway.example/confirm/${asking.key}` : null,
      code: null,
    };
  }

  /** Resolves when the caller may be answered. */
  private succeed(operation: Operation, movement: Movement, fate: Fate = goesWell): Promise<void> {
    const fault = movement.lateFault();
    if (fault !== null) {
      this.decline(operation, movement, fault);
      return Promise.resolve();
    }
    operation.status = 'succeeded';
    movement.finish(operation);
    const { captureBefore } = operation;
    if (captureBefore !== null) this.clock.at(captureBefore, () => this.expire(operation));
    const sent = this.tell(operation);
    if (fate.name === 'duplicate_webhook') this.parts.webhooks.send(sent.events);
    return fate.name === 'webhook_first' ? sent.firstTry : Promise.resolve();
  }

  private decline(operation: Operation, movement: Movement, code: string): void {
    operation.status = 'declined';
    operation.code = code;
    movement.giveBack();
    this.tell(operation);
  }

  /** The webhook that it's pending comes only after the one that it's done. */
  private succeedBehindTheAnswer(operation: Operation, movement: Movement): Answer {
    const answer = this.face.answer(operation);
    // A millisecond earlier, so that the two can be told apart.
    const pending = this.face.eventsOf(operation, new Date(this.clock.now().getTime() - 1));
    operation.status = 'succeeded';
    movement.finish(operation);
    void this.tell(operation).delivered.then(() => this.parts.webhooks.send(pending));
    return answer;
  }

  private expire(authorization: Operation): void {
    if (!this.parts.accounts.expire(authorization)) return;
    authorization.status = 'expired';
    this.tell(authorization);
  }

  private failLater(refund: Operation, charge: string): void {
    this.clock.after(lateFailureAfterMs, () => {
      refund.status = 'failed';
      refund.code = 'account_closed';
      this.parts.accounts.returnRefund(refund, charge);
      this.tell(refund);
    });
  }

  private tell(operation: Operation) {
    return this.parts.webhooks.send(this.face.eventsOf(operation, this.clock.now()));
  }
}

function parentOf(asking: Asking): string | null {
  if (asking.kind === 'authorize') return null;
  return asking.kind === 'refund' ? asking.capture : asking.authorization;
}
