import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomFrom } from '../../demo/neighbours/random.js';
import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { Operation } from '../../src/payment/operation.js';
import { Proxy } from '../tools/proxy.js';
import { inWords, truthInWords } from './in-words.js';
import { PaymentOf, usd } from './payment-of.js';
import { SimulatorProcess } from './simulator-process.js';
import { simulated, stripe } from './subject.js';

const orders = 150;
const triesAtMost = 60;
const cutChance = 0.25;

describe.each([simulated, stripe])('a network that cuts connections to $name', (subject) => {
  let simulator: SimulatorProcess;
  let proxy: Proxy;
  let gateway: PaymentGateway;
  let cuts = 0;
  let unknowns = 0;

  beforeAll(async () => {
    simulator = await SimulatorProcess.start('--as', subject.as);
    proxy = await Proxy.to(simulator.url, 80);
    const random = randomFrom(5);
    // Before the gateway has heard it, or before we hear of it.
    proxy.weather = async function* cutting(piece) {
      if (random() < cutChance) {
        cuts += 1;
        proxy.reset();
      } else yield piece;
    };
    gateway = subject.adapter({ url: proxy.url, webhookSecrets: [], deadlineMs: 20_000 });
  });

  afterAll(async () => {
    await proxy.close();
    await simulator.stop();
  });

  /** Sends the same operation until there is an answer, as a worker does that knows nothing else to do. */
  async function insist(operation: Operation): Promise<string> {
    for (let tries = 0; tries < triesAtMost; tries += 1) {
      const outcome = await gateway.run(operation);
      if (outcome.kind === 'ok') return outcome.effect.reference;
      if (outcome.kind === 'unknown') unknowns += 1;
      // A connection can be cut before it stands.
      else if (outcome.kind !== 'not_attempted') throw new Error(`Not what a cut comes to: ${inWords(outcome)}`);
    }
    throw new Error(`No answer in ${triesAtMost} tries`);
  }

  async function payAndGiveBack(payment: PaymentOf): Promise<void> {
    const authorization = await insist(payment.authorize());
    const capture = await insist(payment.capture(authorization, usd(4000n)));
    await insist(payment.refund(capture, usd(1000n)));
    await insist(payment.refund(capture, usd(3000n)));
  }

  it('makes no operation happen twice, and none not at all', async () => {
    const payments = Array.from({ length: orders }, () => new PaymentOf());
    const waiting = [...payments];
    const worker = async (): Promise<void> => {
      for (let payment = waiting.pop(); payment !== undefined; payment = waiting.pop()) await payAndGiveBack(payment);
    };
    await Promise.all(Array.from({ length: 4 }, worker));

    for (const { orderId } of payments)
      expect(truthInWords(await simulator.truth(orderId))).toEqual([
        'authorize 42.50 USD',
        'capture 40.00 USD',
        'release 2.50 USD',
        'refund 10.00 USD',
        'refund 30.00 USD',
      ]);
    const { tries } = await simulator.truth();
    const repeats = Object.values(tries).filter((count) => count > 1).length;
    // Else nothing was put to the test.
    expect({ cuts, unknowns, repeats }).toEqual({
      cuts: expect.any(Number),
      unknowns: expect.any(Number),
      repeats: expect.any(Number),
    });
    expect(Math.min(cuts, unknowns, repeats)).toBeGreaterThan(50);
  });
});
