import { beforeEach, describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from '../../src/gateway/circuit-breaker.js';
import { type Capabilities, type LookUp, PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../src/gateway/settlement-line.js';
import type { WebhookRead } from '../../src/gateway/webhook.js';
import type { Outcome } from '../../src/payment/outcome.js';
import { HandClock } from './hand-clock.js';
import { inWords, lookUpInWords } from './in-words.js';
import { PaymentOf, usd } from './payment-of.js';

const ok: Outcome = { kind: 'ok', effect: { reference: 'aut_1', amount: usd(4250n) } };
const silence: Outcome = { kind: 'unknown', cause: 'timeout' };
const refused: Outcome = { kind: 'not_attempted', reason: 'ECONNREFUSED' };
const declined: Outcome = { kind: 'declined', code: 'do_not_honor', retry: 'later', gatewayCode: 'do_not_honor' };
const rejected: Outcome = { kind: 'rejected', code: 'expired', gatewayCode: 'expired' };
const noPayouts: readonly SettlementLine[] = [];

class ScriptedGateway extends PaymentGateway {
  readonly capabilities: Capabilities = {
    partialCapture: false,
    multiCapture: false,
    partialRefund: false,
    idempotencyTtlMs: 1,
    exponents: new Map(),
  };
  calls = 0;
  outcome: Outcome = ok;
  found: LookUp = { kind: 'not_found' };
  /** While set, calls wait for it. */
  held: Promise<unknown> | null = null;
  fault: Error | null = null;

  async run(): Promise<Outcome> {
    const { outcome, fault } = this;
    this.calls += 1;
    await this.held;
    if (fault !== null) throw fault;
    return outcome;
  }

  async lookUp(): Promise<LookUp> {
    this.calls += 1;
    return this.found;
  }

  async *settlements(): AsyncIterable<SettlementLine> {
    yield* noPayouts;
  }

  readWebhook(): WebhookRead {
    return { ok: false, reason: 'missing' };
  }
}

describe('the circuit breaker', () => {
  const operation = new PaymentOf().authorize();
  let clock: HandClock;
  let gateway: ScriptedGateway;
  let breaker: CircuitBreaker;

  beforeEach(() => {
    clock = new HandClock();
    gateway = new ScriptedGateway();
    breaker = new CircuitBreaker(gateway, clock, { failures: 3, open: { firstMs: 1_000, capMs: 4_000 } });
  });

  async function run(outcome: Outcome, times = 1): Promise<readonly string[]> {
    gateway.outcome = outcome;
    const outcomes: string[] = [];
    for (let time = 0; time < times; time += 1) outcomes.push(inWords(await breaker.run(operation)));
    return outcomes;
  }

  it.each([silence, refused])('opens after three failures in a row, and sends nothing then: $kind', async (failure) => {
    const words = inWords(failure);
    const open = 'not_attempted circuit_open';
    expect(await run(failure, 5)).toEqual([words, words, words, open, open]);
    expect(gateway.calls).toBe(3);
  });

  it.each([ok, declined, rejected])('takes an answer for an answer, whatever it says: $kind', async (answer) => {
    await run(silence, 2);
    await run(answer);
    await run(silence, 2);
    expect(await run(answer)).toEqual([inWords(answer)]);
  });

  it('lets a single probe through when its time is over', async () => {
    await run(silence, 3);
    clock.advance(999);
    expect(await run(ok)).toEqual(['not_attempted circuit_open']);
    clock.advance(1);
    let release = (): void => {};
    gateway.held = new Promise<void>((resolve) => (release = resolve));
    const probe = breaker.run(operation);
    expect(inWords(await breaker.run(operation))).toBe('not_attempted circuit_open');
    release();
    expect(inWords(await probe)).toBe('ok 42.50 USD');
    gateway.held = null;
    expect(await run(ok, 2)).toEqual(['ok 42.50 USD', 'ok 42.50 USD']);
  });

  it('stays open twice as long after each probe that fails, up to the cap, and starts anew after one that goes well', async () => {
    await run(silence, 3);
    for (const openMs of [1_000, 2_000, 4_000, 4_000]) {
      clock.advance(openMs - 1);
      expect(await run(silence)).toEqual(['not_attempted circuit_open']);
      clock.advance(1);
      expect(await run(silence)).toEqual(['unknown timeout']);
    }
    clock.advance(4_000);
    await run(ok);
    await run(silence, 3);
    clock.advance(1_000);
    expect(await run(ok)).toEqual(['ok 42.50 USD']);
  });

  it('learns nothing from a call that was sent before the circuit changed', async () => {
    let release = (): void => {};
    gateway.outcome = ok;
    gateway.held = new Promise<void>((resolve) => (release = resolve));
    const slow = breaker.run(operation);
    gateway.held = null;
    await run(silence, 3);
    release();
    expect(inWords(await slow)).toBe('ok 42.50 USD');
    expect(await run(ok)).toEqual(['not_attempted circuit_open']);
  });

  it('counts a call that throws as a failure, and hands the error on', async () => {
    gateway.fault = new Error('a bug in the adapter');
    for (let time = 0; time < 3; time += 1) await expect(breaker.run(operation)).rejects.toThrow('a bug');
    gateway.fault = null;
    expect(await run(ok)).toEqual(['not_attempted circuit_open']);
  });

  it('guards look-ups by the same circuit', async () => {
    gateway.found = { kind: 'unavailable', reason: 'timeout' };
    const sought = { by: 'operation', operation } as const;
    await breaker.lookUp(sought);
    await run(silence, 2);
    expect(lookUpInWords(await breaker.lookUp(sought))).toBe('unavailable circuit_open');
    clock.advance(1_000);
    gateway.found = { kind: 'not_found' };
    expect(lookUpInWords(await breaker.lookUp(sought))).toBe('not_found');
    expect(await run(ok)).toEqual(['ok 42.50 USD']);
  });
});
