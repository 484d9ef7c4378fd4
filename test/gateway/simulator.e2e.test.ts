import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SettlementLine } from '../../src/gateway/settlement-line.js';
import { SimulatedGateway } from '../../src/gateway/simulated/simulated-gateway.js';
import { Currency } from '../../src/kernel/currency.js';
import type { Operation } from '../../src/payment/operation.js';
import { SystemClock } from '../../src/platform/clock.js';
import { eventually } from '../tools/eventually.js';
import { collect } from './collect.js';
import { inWords, lookUpInWords, truthInWords } from './in-words.js';
import { PaymentOf, usd } from './payment-of.js';
import { type LineBreak, SimulatorProcess } from './simulator-process.js';
import { WebhookDoor } from './webhook-door.js';
import { carryOut } from './carry-out.js';

const dayMs = 24 * 3_600_000;
const secret = 'whsec_simulator';

describe('the simulated gateway', () => {
  let simulator: SimulatorProcess;
  let gateway: SimulatedGateway;

  beforeAll(async () => {
    simulator = await SimulatorProcess.start();
    gateway = new SimulatedGateway(
      { url: simulator.url, webhookSecrets: [secret], deadlineMs: 20_000 },
      new SystemClock(),
    );
  });

  afterAll(() => simulator.stop());

  const done = (operation: Operation) => carryOut(gateway, operation);
  const tried = async (operation: Operation) => inWords(await gateway.run(operation));
  const truth = async ({ orderId }: PaymentOf) => truthInWords(await simulator.truth(orderId));

  it('refuses a key that comes again with another request', async () => {
    const operation = new PaymentOf().authorize();
    await done(operation);
    expect(await tried({ ...operation, amount: usd(1n) })).toBe('rejected key_reused (key_reused)');
  });

  it('forgets a key after a day: what is sent again then happens again', async () => {
    const payment = new PaymentOf();
    const operation = payment.authorize();
    await done(operation);
    await simulator.advance(gateway.capabilities.idempotencyTtlMs - 60_000);
    await done(operation);
    expect(await truth(payment)).toEqual(['authorize 42.50 USD']);
    await simulator.advance(60_000);
    await done(operation);
    expect(await truth(payment)).toEqual(['authorize 42.50 USD', 'authorize 42.50 USD']);
  });

  it('captures in parts, and releases what the last one leaves', async () => {
    const payment = new PaymentOf();
    const authorization = await done(payment.authorize());
    await done(payment.capture(authorization, usd(1000n), false));
    expect(await tried(payment.void(authorization))).toBe('rejected already_captured (already_captured)');
    expect(await tried(payment.capture(authorization, usd(3251n), false))).toMatch(/^rejected amount_too_large/);
    await done(payment.capture(authorization, usd(2000n), true));
    expect(await tried(payment.capture(authorization, usd(1n)))).toMatch(/^rejected already_captured/);
    expect(await truth(payment)).toEqual([
      'authorize 42.50 USD',
      'capture 10.00 USD',
      'capture 20.00 USD',
      'release 12.50 USD',
    ]);
  });

  it('gives back no more than it took', async () => {
    const payment = new PaymentOf();
    const capture = await done(payment.capture(await done(payment.authorize())));
    await done(payment.refund(capture, usd(4000n)));
    expect(await tried(payment.refund(capture, usd(251n)))).toMatch(/^rejected amount_too_large/);
    await done(payment.refund(capture, usd(250n)));
    expect(await tried(payment.refund(capture, usd(1n)))).toMatch(/^rejected already_refunded/);
  });

  it('refuses another currency, and what it does not know', async () => {
    const payment = new PaymentOf();
    const authorization = await done(payment.authorize());
    const euro = { minor: 4250n, currency: Currency('EUR') };
    expect(await tried(payment.capture(authorization, euro))).toMatch(/^rejected currency_mismatch/);
    expect(await tried(payment.capture('aut_unheard_of'))).toMatch(/^rejected unknown_reference/);
    await done(payment.void(authorization));
    expect(await tried(payment.void(authorization))).toMatch(/^rejected already_voided/);
    expect(await tried(payment.capture(authorization))).toMatch(/^rejected already_voided/);
  });

  it('is not asked for a currency that it does not take', async () => {
    const operation = new PaymentOf().authorize({ minor: 4250n, currency: Currency('SEK') });
    expect(await tried(operation)).toBe('rejected currency_mismatch (currency_not_taken)');
    expect((await simulator.truth()).tries).not.toHaveProperty(operation.operationId);
  });

  it('lets a hold go when its time is over, and captures it no more', async () => {
    const payment = new PaymentOf();
    const reference = await done(payment.authorize());
    const standing = async () => lookUpInWords(await gateway.lookUp({ by: 'reference', reference }));
    await simulator.advance(7 * dayMs - 60_000);
    expect(await standing()).toBe('ok 42.50 USD');
    await simulator.advance(60_000);
    expect(await standing()).toBe('expired');
    expect(await tried(payment.capture(reference))).toMatch(/^rejected expired/);
    expect(await truth(payment)).toEqual(['authorize 42.50 USD', 'expire 42.50 USD']);
  });

  it('holds nothing for a payment that was voided before its customer confirmed it', async () => {
    const payment = new PaymentOf('tok_authorize.pending_then_ok');
    const operation = payment.authorize();
    const outcome = await gateway.run(operation);
    if (outcome.kind !== 'pending' || outcome.reference === null) throw new Error(inWords(outcome));
    expect(await tried(payment.void(outcome.reference))).toBe('ok 0.00 USD');
    await simulator.advance(60_000);
    const found = await gateway.lookUp({ by: 'operation', operation });
    expect(lookUpInWords(found)).toBe('declined other never (cancelled)');
    expect(await truth(payment)).toEqual(['void 0.00 USD']);
  });

  it('declines as many attempts of an order as the token says', async () => {
    const payment = new PaymentOf('tok_authorize.declined.insufficient_funds.2');
    const attempts = [
      await tried(payment.authorize()),
      await tried(payment.authorize()),
      await tried(payment.authorize()),
    ];
    const no = 'declined insufficient_funds later (insufficient_funds)';
    expect(attempts).toEqual([no, no, 'ok 42.50 USD']);
  });

  it('sends a webhook again until it is answered with 200, signed with each of its secrets', async () => {
    const door = await WebhookDoor.open(gateway);
    try {
      await simulator.tellTo(door.url, ['whsec_next', secret]);
      door.failures = 2;
      const payment = new PaymentOf();
      await done(payment.authorize());
      await eventually(() => expect(door.of(payment.orderId)).toHaveLength(1));
      expect({ failures: door.failures, refused: door.refused }).toEqual({ failures: 0, refused: [] });
      await simulator.tellTo(door.url, ['whsec_next']);
      await done(payment.authorize());
      await eventually(() => expect(door.refused).toContain('no_match'));
    } finally {
      await door.close();
    }
  });

  describe('pays out', () => {
    const since = new Date(0);

    async function linesOf(references: readonly string[]): Promise<readonly SettlementLine[]> {
      const lines = await collect(gateway.settlements(since));
      return lines.filter(({ reference }) => reference !== null && references.includes(reference));
    }

    const short = ({ category, gross, fee, net, currency }: SettlementLine) =>
      `${category} ${gross} - ${fee} = ${net} ${currency}`;

    async function captured(): Promise<string> {
      const payment = new PaymentOf();
      return done(payment.capture(await done(payment.authorize())));
    }

    it('what was captured, less the fee, and what went back and came back again', async () => {
      const payment = new PaymentOf('tok_refund.late_failure');
      const capture = await done(payment.capture(await done(payment.authorize())));
      const refund = await done(payment.refund(capture, usd(1000n)));
      await simulator.payOut();
      await simulator.advance(3 * dayMs);
      await simulator.payOut();
      await simulator.payOut();
      const lines = await linesOf([capture, refund]);
      expect(lines.map(short)).toEqual([
        'capture 4250 - 153 = 4097 USD',
        'refund -1000 - 0 = -1000 USD',
        'refund_failure 1000 - 0 = 1000 USD',
      ]);
      expect(new Set(lines.map(({ payoutId }) => payoutId)).size).toBe(2);
      expect(await linesOf([capture, refund])).toEqual(lines);
    });

    it.each<[LineBreak['kind'], readonly string[]]>([
      ['missing', []],
      ['amount', ['capture 4249 - 153 = 4096 USD']],
      ['fee', ['capture 4250 - 154 = 4096 USD']],
      ['currency', ['capture 4250 - 153 = 4097 EUR']],
      ['duplicate', ['capture 4250 - 153 = 4097 USD', 'capture 4250 - 153 = 4097 USD']],
    ])('with a line that is wrong, where a test wants one: %s', async (kind, lines) => {
      const reference = await captured();
      await simulator.payOut([{ kind, reference }]);
      expect((await linesOf([reference])).map(short)).toEqual(lines);
    });

    it('a line later, or one that nobody knows, where a test wants it', async () => {
      const late = await captured();
      await simulator.payOut([
        { kind: 'late', reference: late },
        { kind: 'extra', reference: 'cap_nobody_knows' },
      ]);
      expect((await linesOf([late, 'cap_nobody_knows'])).map(short)).toEqual(['capture 1234 - 66 = 1168 USD']);
      await simulator.payOut();
      expect(await linesOf([late])).toHaveLength(1);
    });

    it('more lines than one page holds', async () => {
      const references = await Promise.all(Array.from({ length: 120 }, captured));
      await simulator.payOut();
      const lines = await linesOf(references);
      expect(new Set(lines.map(({ reference }) => reference)).size).toBe(120);
      expect(lines).toHaveLength(120);
    });
  });
});
