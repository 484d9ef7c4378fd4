import { createHash } from 'node:crypto';
import type { Chance } from '../engine/chance.js';
import type { Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';
import { dateOf } from '../ports/process-clock.js';
import { GatewayAccounts } from './gateway-accounts.js';
import { GatewayBooks } from './gateway-books.js';
import { type Asked, describe, type GatewayOperation, readAsked } from './gateway-operation.js';
import { GatewayDisputes } from './gateway-disputes.js';
import type { GatewayWebhooks } from './gateway-webhooks.js';

export type GatewayRequest = { readonly path: string; readonly body: string; readonly key: string };
export type GatewayReply = { readonly status: number; readonly text: string };

export type GatewayTerms = {
  /** For how long a key is known; later it names a new operation. */
  readonly keepsKeysMs: number;
  readonly holdMs: number;
  /** Whether it looks at what is left before it moves money. */
  readonly hasScruples: boolean;
};

type Kept = { readonly fingerprint: string; readonly reply: GatewayReply; readonly until: number };

const failure = (status: number, type: string, code: string): GatewayReply => ({
  status,
  text: JSON.stringify({ error: { type, code } }),
});

const soft = ['insufficient_funds', 'do_not_honor', 'issuer_not_available'];
const hard = ['lost_card', 'fraudulent', 'expired_card'];

/** A token of a card that every issuer declines. */
export const badToken = 'tok_lost';

/** A payment gateway with money of its own: it does each key once, and some of it later, otherwise, or without saying so. */
export class GatewayServer {
  readonly books = new GatewayBooks();
  /** Keys whose refusal broke on its way: the broken answer is what they hear from then on, and nothing is found of them. */
  readonly brokenRefusals = new Set<string>();
  /** What it has still to do by itself. */
  underWay = 0;
  private readonly accounts = new GatewayAccounts(this.books);
  private readonly kept = new Map<string, Kept>();
  private readonly byKey = new Map<string, GatewayOperation>();
  private readonly disputes: GatewayDisputes;
  private upFrom = 0;
  private count = 0;

  constructor(
    private readonly around: { readonly time: Scheduler; readonly chance: Chance; readonly faults: Faults },
    private readonly webhooks: GatewayWebhooks,
    private readonly terms: GatewayTerms,
  ) {
    this.accounts.hasScruples = terms.hasScruples;
    const banks = { chance: around.chance, faults: around.faults, accounts: this.accounts };
    this.disputes = new GatewayDisputes(banks, webhooks, (ms, what, act) => this.later(ms, what, act));
  }

  isUp(): boolean {
    return this.around.time.now >= this.upFrom;
  }

  goDown(ms: number): void {
    this.upFrom = Math.max(this.upFrom, this.around.time.now + ms);
  }

  /** Whether it has ever said no to this operation. */
  hasDeclined(key: string): boolean {
    return this.byKey.get(key)?.status === 'declined';
  }

  lookUp(sought: { readonly key: string } | { readonly reference: string }): GatewayReply {
    if (this.around.faults.strikes('gateway overloaded')) return failure(503, 'not_processed', 'overloaded');
    const found =
      'key' in sought ? this.byKey.get(sought.key) : [...this.byKey.values()].find(({ id }) => id === sought.reference);
    return found === undefined
      ? failure(404, 'not_found', 'no_such_operation')
      : { status: 200, text: JSON.stringify(describe(found)) };
  }

  operate({ path, body, key }: GatewayRequest): GatewayReply {
    const { time, faults } = this.around;
    const fingerprint = createHash('sha1').update(`${path} ${body}`).digest('hex');
    this.books.note(key, fingerprint);
    const kept = this.kept.get(key);
    if (kept !== undefined && kept.until > time.now)
      return kept.fingerprint === fingerprint ? kept.reply : failure(422, 'refused', 'key_reused');
    if (faults.strikes('gateway overloaded')) return failure(503, 'not_processed', 'overloaded');
    const done = this.perform(readAsked(path, body, key));
    const isBroken = faults.strikes('gateway broken after the effect');
    if (isBroken && done.status === 409) this.brokenRefusals.add(key);
    const reply = isBroken ? failure(500, 'server_error', 'internal') : done;
    this.kept.set(key, { fingerprint, reply, until: time.now + this.terms.keepsKeysMs });
    return reply;
  }

  private perform(asked: Asked): GatewayReply {
    const fault = this.accounts.faultOf(asked);
    if (fault !== null) return failure(409, 'refused', fault);
    const operation = this.open(asked);
    this.byKey.set(asked.key, operation);
    this.accounts.begin(operation);
    this.decide(operation, asked.method);
    return { status: operation.status === 'declined' ? 402 : 200, text: JSON.stringify(describe(operation)) };
  }

  private open({ key, order, kind, parent, amount, currency }: Asked): GatewayOperation {
    const { time, faults } = this.around;
    this.count += 1;
    const whole = amount ?? this.accounts.restOf(parent);
    const differs = kind !== 'void' && whole > 1n && faults.strikes('gateway did another amount');
    return {
      ...{ id: `${kind}_${String(this.count)}`, key, order, kind, parent, currency },
      amount: differs ? whole - 1n : whole,
      captureBefore: kind === 'authorize' ? dateOf(time.now + this.terms.holdMs) : null,
      ...{ status: 'pending', action: null, code: null },
    };
  }

  private decide(operation: GatewayOperation, method: string | null): void {
    const { chance, faults } = this.around;
    const { kind } = operation;
    if (method === badToken || faults.strikes('gateway declined for good')) this.decline(operation, chance.pick(hard));
    else if (faults.strikes('gateway declined for now')) this.decline(operation, chance.pick(soft));
    else if (kind === 'authorize' && faults.strikes('gateway asked the customer first')) this.askCustomer(operation);
    else if (faults.strikes('gateway took its time')) this.finishLater(operation);
    else this.succeed(operation);
  }

  /** Who is asked may come back, or not: then it's given up. */
  private askCustomer(operation: GatewayOperation): void {
    const { chance } = this.around;
    operation.action = 'https://gateway.test/confirm';
    const isConfirmed = chance.happens(0.6);
    this.later(isConfirmed ? chance.between(100, 6_000) : 30_000, 'customer', () => {
      operation.action = null;
      if (!isConfirmed) this.decline(operation, 'cancelled');
      else if (chance.happens(0.5)) this.succeed(operation);
      else {
        this.tell(operation);
        this.finishLater(operation);
      }
    });
  }

  private finishLater(operation: GatewayOperation): void {
    const { chance } = this.around;
    const isGood = chance.happens(0.7);
    this.later(chance.between(50, 6_000), 'issuer', () => {
      if (isGood) this.succeed(operation);
      else this.decline(operation, chance.pick([...soft, ...hard]));
    });
  }

  private succeed(operation: GatewayOperation): void {
    const { time, chance, faults } = this.around;
    if (this.accounts.isGone(operation)) {
      this.decline(operation, 'cancelled');
      return;
    }
    operation.status = 'succeeded';
    this.accounts.finish(operation);
    this.tell(operation);
    if (operation.kind === 'authorize') time.after(this.terms.holdMs, 'hold ends', null, () => this.expire(operation));
    if (operation.kind === 'capture') this.disputes.foresee(operation);
    if (operation.kind === 'refund' && faults.strikes('refund failed later'))
      this.later(chance.between(500, 15_000), 'refund comes back', () => this.failLater(operation));
  }

  private decline(operation: GatewayOperation, code: string): void {
    operation.status = 'declined';
    operation.code = code;
    this.accounts.giveBack(operation);
    this.tell(operation);
  }

  private expire(operation: GatewayOperation): void {
    if (!this.accounts.expire(operation)) return;
    operation.status = 'expired';
    this.tell(operation);
  }

  private failLater(refund: GatewayOperation): void {
    refund.status = 'failed';
    refund.code = 'account_closed';
    this.accounts.giveBack(refund);
    this.books.enter('refund_failed', refund, refund.amount);
    this.tell(refund);
  }

  private tell(operation: GatewayOperation): void {
    this.webhooks.send(`${operation.kind}.${operation.status}`, describe(operation));
  }

  private later(ms: number, what: string, act: () => void): void {
    this.underWay += 1;
    this.around.time.after(ms, what, null, () => {
      this.underWay -= 1;
      act();
    });
  }
}
