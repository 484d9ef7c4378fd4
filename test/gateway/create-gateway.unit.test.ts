import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createGateway, type GatewaySettings } from '../../src/gateway/create-gateway.js';
import { HandClock } from './hand-clock.js';
import { inWords } from './in-words.js';
import { PaymentOf } from './payment-of.js';

// Nobody listens there; fetch refuses some low ports, this one isn't among them.
const reached = { url: 'http://127.0.0.1:2', webhookSecrets: ['whsec_of_nobody'], deadlineMs: 1_000 };
const simulated: GatewaySettings = { gateway: 'simulated', ...reached };
const stripe: GatewaySettings = { gateway: 'stripe', ...reached, secretKey: 'sk_test_of_nobody', returnUrl: null };

describe('the gateway that the settings name', () => {
  it.each([
    ['simulated', simulated, true],
    ['stripe', stripe, false],
  ])('is %s', async (_name, settings, multiCapture) => {
    expect((await createGateway(settings, new HandClock())).capabilities.multiCapture).toBe(multiCapture);
  });

  it('is spared after five failures in a row', async () => {
    const gateway = await createGateway(stripe, new HandClock());
    const outcomes: string[] = [];
    for (let tries = 0; tries < 6; tries += 1) outcomes.push(inWords(await gateway.run(new PaymentOf().authorize())));
    const refused = 'not_attempted ECONNREFUSED';
    expect(outcomes).toEqual([refused, refused, refused, refused, refused, 'not_attempted circuit_open']);
  });

  it('shows neither key nor secret to whoever prints it', async () => {
    const gateway = await createGateway(stripe, new HandClock());
    const printed = `${inspect(gateway, { depth: 20, showHidden: true })} ${JSON.stringify(gateway, withoutBigints)}`;
    expect(printed).toContain('StripeGateway');
    expect(printed).not.toMatch(/of_nobody/);
  });
});

const withoutBigints = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? '' : value);
