import { backoff, type BackoffRange } from '../platform/backoff.js';
import type { Clock } from '../platform/clock.js';
import type { Operation } from '../payment/operation.js';
import type { Outcome, OutcomeKind } from '../payment/outcome.js';
import { type Capabilities, type LookUp, PaymentGateway, type Sought } from './payment-gateway.js';
import type { SettlementLine } from './settlement-line.js';
import type { WebhookHeaders, WebhookRead } from './webhook.js';

export type BreakerSettings = {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long it stays open, each time longer until a probe goes well. */
  readonly open: BackoffRange;
};

type Circuit =
  | { readonly is: 'closed'; readonly failures: number }
  | { readonly is: 'open'; readonly until: number; readonly openings: number }
  | { readonly is: 'half_open'; readonly openings: number };

export const circuitOpen = 'circuit_open';

const failures: ReadonlySet<OutcomeKind> = new Set(['not_attempted', 'unknown'] as const);
const outcomeFails = ({ kind }: Outcome): boolean => failures.has(kind);
const lookUpFails = ({ kind }: LookUp): boolean => kind === 'unavailable';

/**
 * Spares a gateway that doesn't answer, and us the deadlines of calls that would fail: while the circuit is open nothing is
 * sent; when its time is over one call goes through as a probe, and decides. A decline or a refusal is an answer like any other.
 */
export class CircuitBreaker extends PaymentGateway {
  private circuit: Circuit = { is: 'closed', failures: 0 };
  // Counts the circuit's changes: a slow call from before one says nothing about what is now.
  private turn = 0;

  constructor(
    private readonly gateway: PaymentGateway,
    private readonly clock: Clock,
    private readonly settings: BreakerSettings,
  ) {
    super();
  }

  get capabilities(): Capabilities {
    return this.gateway.capabilities;
  }

  run(operation: Operation): Promise<Outcome> {
    const refusal: Outcome = { kind: 'not_attempted', reason: circuitOpen };
    return this.through(() => this.gateway.run(operation), outcomeFails, refusal);
  }

  lookUp(sought: Sought): Promise<LookUp> {
    const refusal: LookUp = { kind: 'unavailable', reason: circuitOpen };
    return this.through(() => this.gateway.lookUp(sought), lookUpFails, refusal);
  }

  settlements(since: Date): AsyncIterable<SettlementLine> {
    return this.gateway.settlements(since);
  }

  readWebhook(rawBody: Uint8Array, headers: WebhookHeaders): WebhookRead {
    return this.gateway.readWebhook(rawBody, headers);
  }

  private async through<T>(call: () => Promise<T>, fails: (answer: T) => boolean, refusal: T): Promise<T> {
    if (!this.admits()) return refusal;
    const { turn } = this;
    let failed = true;
    try {
      const answer = await call();
      failed = fails(answer);
      return answer;
    } finally {
      if (turn === this.turn) this.learn(failed);
    }
  }

  private admits(): boolean {
    if (this.circuit.is === 'closed') return true;
    if (this.circuit.is === 'half_open' || this.clock.monotonic() < this.circuit.until) return false;
    this.change({ is: 'half_open', openings: this.circuit.openings });
    return true;
  }

  private learn(failed: boolean): void {
    const { circuit } = this;
    if (!failed) {
      if (circuit.is === 'closed') this.circuit = { is: 'closed', failures: 0 };
      else this.change({ is: 'closed', failures: 0 });
      return;
    }
    const failures = circuit.is === 'closed' ? circuit.failures + 1 : this.settings.failures;
    if (failures < this.settings.failures) this.circuit = { is: 'closed', failures };
    else this.open(circuit.is === 'closed' ? 0 : circuit.openings);
  }

  private open(openings: number): void {
    const forMs = backoff(openings, this.settings.open, this.clock.jitter());
    this.change({ is: 'open', until: this.clock.monotonic() + forMs, openings: openings + 1 });
  }

  private change(circuit: Circuit): void {
    this.circuit = circuit;
    this.turn += 1;
  }
}
