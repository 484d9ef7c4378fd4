import { randomUUID } from 'node:crypto';
import type { Accounts, Movement } from './accounts.js';
import type { Asking } from './asking.js';
import type { GatewayClock } from './gateway-clock.js';
import { type Answer, failure } from './http.js';
import { describeOperation, type Kind, type Operation, type Status } from './operation.js';
import { type Fate, goesWell } from './token.js';
import type { Webhooks } from './webhooks.js';

const day = 24 * 3_600_000;
const prefixes = { authorize: 'aut', capture: 'cap', void: 'voi', refund: 'ref' } as const satisfies Record<
  Kind,
  string
>;

/** How long things take here, in milliseconds of the gateway's clock. */
export type Terms = { readonly pendingMs: number };

export const holdValidityMs = 7 * day;
export const shortHoldValidityMs = 3_600_000;
export const lateFailureAfterMs = 3 * day;

const httpStatus = { pending: 202, succeeded: 200, declined: 402, expired: 200, failed: 200 } as const satisfies Record<
  Status,
  number
>;

/** 2.9 % and 30 minor units, rounded half up. */
const feeOf = (amount: bigint): bigint => (amount * 29n + 500n) / 1000n + 30n;

/** Takes operations on and brings them to their end, as their token's fate has it. */
export class Desk {
  private readonly byKey = new Map<string, Operation>();
  private readonly byReference = new Map<string, Operation>();
  private readonly fates = new Map<string, Fate>();

  constructor(
    private readonly clock: GatewayClock,
    private readonly accounts: Accounts,
    private readonly webhooks: Webhooks,
    private readonly terms: Terms,
  ) {}

  find(by: { readonly key: string } | { readonly reference: string }): Operation | null {
    return ('key' in by ? this.byKey.get(by.key) : this.byReference.get(by.reference)) ?? null;
  }

  list(): readonly Operation[] {
    return [...this.byReference.values()];
  }

  /** The fate of asking about this operation. */
  lookUpFate({ id }: Operation): Fate {
    return this.fates.get(id) ?? goesWell;
  }

  async perform(asking: Asking, movement: Movement, fate: Fate): Promise<Answer> {
    if (movement.fault !== null) return failure(409, 'refused', movement.fault);
    if (fate.name === 'expired' && asking.kind !== 'authorize')
      return failure(409, 'refused', asking.kind === 'refund' ? 'refund_window_closed' : 'authorization_expired');
    const operation = this.open(asking, movement, fate);
    this.byKey.set(asking.key, operation);
    this.byReference.set(operation.id, operation);
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
    }
    return answerWith(operation);
  }

  private open(asking: Asking, movement: Movement, fate: Fate): Operation {
    const isAuthorization = asking.kind === 'authorize';
    const amount = fate.name === 'wrong_amount' ? movement.amount - 1n : movement.amount;
    const validityMs = fate.name === 'expired' ? shortHoldValidityMs : holdValidityMs;
    return {
      id: `${prefixes[asking.kind]}_${randomUUID()}`,
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
    if (fate.name === 'duplicate_webhook') this.webhooks.send(sent.event);
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
    const answer = answerWith(operation);
    // A millisecond earlier, so that the two can be told apart.
    const pending = this.webhooks.eventOf(operation, new Date(this.clock.now().getTime() - 1));
    operation.status = 'succeeded';
    movement.finish(operation);
    void this.tell(operation).delivered.then(() => this.webhooks.send(pending));
    return answer;
  }

  private expire(authorization: Operation): void {
    if (!this.accounts.expire(authorization)) return;
    authorization.status = 'expired';
    this.tell(authorization);
  }

  private failLater(refund: Operation, charge: string): void {
    this.clock.after(lateFailureAfterMs, () => {
      refund.status = 'failed';
      refund.code = 'account_closed';
      this.accounts.returnRefund(refund, charge);
      this.tell(refund);
    });
  }

  private tell(operation: Operation) {
    return this.webhooks.send(this.webhooks.eventOf(operation, this.clock.now()));
  }
}

const answerWith = (operation: Operation): Answer => ({
  status: httpStatus[operation.status],
  body: describeOperation(operation),
});
