import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigFaults, readConfig } from '../../src/platform/config.js';

/** For each variable, values that break its rule. */
const wrong = {
  DATABASE_URL: ['mysql://db/finance', 'localhost:5432', 'no url'],
  REDIS_URL: ['http://127.0.0.1:6379', '127.0.0.1'],
  BROKER_URL: ['rabbitmq://localhost', 'localhost'],
  MESSAGE_FORMAT: ['avro', 'MassTransit'],
  PORT: ['65536', '-1', '3000.5', '0x50', 'three'],
  ROLES: ['api,cashier', 'cashier,api,butcher', ',', 'API'],
  ORDER_MAX_ATTEMPTS: ['0', '2147483648', '3 ', '1e3'],
  ORDER_MAX_RETRY_TIMEOUT: ['00:00:00', '30m', '1800', 'P99999999999D'],
  ORDER_CHECKOUT_WAIT: ['tomorrow', 'PT0S', '-1.00:00:00'],
  OUTBOX_MAX_ATTEMPTS: ['0', '1001'],
  OUTBOX_SWEEP_INTERVAL: ['5', '00:00:00.0001', '30.00:00:00'],
  TIMER_SWEEP_INTERVAL: ['1s', 'PT', '9999.00:00:00'],
  IDEMPOTENCY_RETENTION: ['30', 'PT0S'],
  CONSUMER_PREFETCH: ['0', '65536', 'many'],
  BROKER_PREFIX: ['x'.repeat(65)],
  PAYMENTS: ['paypal', 'on'],
  PAYMENT_GATEWAY_URL: ['ftp://gateway', 'nowhere'],
  PAYMENT_WEBHOOK_SECRETS: ['one,,two', ','],
  STRIPE_SECRET_KEY: ['pk_test_1', 'secret'],
  STRIPE_URL: ['stripe.com'],
  STRIPE_RETURN_URL: ['back'],
  PAYMENT_CALL_DEADLINE: ['soon', '0'],
  PAYMENT_METHOD_DEADLINE: ['later'],
  DEFAULT_CURRENCY: ['usd', 'US', 'XXL'],
  LOG_LEVEL: ['loud', 'INFO'],
} as const satisfies Record<string, readonly string[]>;

const cases = Object.entries(wrong).flatMap(([variable, values]) => values.map((value) => [variable, value] as const));

function faultsOf(environment: Readonly<Record<string, string>>): ConfigFaults {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigFaults) return error;
    throw error;
  }
  throw new Error('The environment was accepted');
}

// Almost any text will do for these.
const free: ReadonlySet<string> = new Set(['BROKER_PREFIX', 'PAYMENT_WEBHOOK_SECRETS']);

describe('a wrong variable', () => {
  it.each(cases)('is named, with its rule: %s=%j', (variable, value) => {
    const { faults, code } = faultsOf({ [variable]: value });
    expect(code).toBe('CONFIG.INVALID');
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${variable}: \\S.{10,}`));
  });

  it('is named together with all others that are wrong', () => {
    const { message, faults } = faultsOf(Object.fromEntries(cases));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(Object.keys(wrong));
    for (const fault of faults) expect(message).toContain(`\n  ${fault}`);
  });

  it('is never shown with its value', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{4}[0-9a-f]{12}[!-~]{0,40}$/);
    const name = fc.constantFrom(...Object.keys(wrong).filter((variable) => !free.has(variable)));
    fc.assert(
      fc.property(fc.dictionary(name, secret, { minKeys: 1 }), (environment) => {
        const { message, faults } = faultsOf(environment);
        expect(faults).toHaveLength(Object.keys(environment).length);
        for (const value of Object.values(environment)) expect(message).not.toContain(value);
      }),
    );
  });

  it('does not give away the password of a URL', () => {
    const { message } = faultsOf({ DATABASE_URL: 'mysql://finance:hunter2@db.example.test/finance' });
    expect(message).not.toMatch(/hunter2|example\.test/);
  });
});

describe('the settings', () => {
  it('of Stripe ask for its key', () => {
    expect(() => readConfig({ PAYMENTS: 'stripe' })).toThrow('STRIPE_SECRET_KEY: is needed with PAYMENTS=stripe');
    expect(readConfig({ PAYMENTS: 'stripe', STRIPE_SECRET_KEY: 'sk_test_of_nobody' }).PAYMENTS).toBe('stripe');
  });

  it('are what the README says when nothing is set', () => {
    const config = readConfig({});
    expect(config).toEqual({
      MESSAGE_FORMAT: 'masstransit',
      ...{
        HOST: '127.0.0.1',
        PORT: 3_000,
        ROLES: ['api', 'consumer', 'relay', 'timers', 'payments'],
        LOG_LEVEL: 'info',
      },
      ...{ ORDER_MAX_ATTEMPTS: 3, ORDER_MAX_RETRY_TIMEOUT: 1_800_000, ORDER_CHECKOUT_WAIT: 86_400_000 },
      ...{
        OUTBOX_RETENTION: 2_592_000_000,
        DEAD_LETTER_RETENTION: 2_592_000_000,
        IDEMPOTENCY_RETENTION: 2_592_000_000,
        RETENTION_SWEEP_INTERVAL: 86_400_000,
        SETTLEMENT_SWEEP_INTERVAL: 3_600_000,
        SETTLEMENT_LATE_AFTER: 259_200_000,
      },
      ...{ OUTBOX_MAX_ATTEMPTS: 12, OUTBOX_SWEEP_INTERVAL: 5_000, TIMER_SWEEP_INTERVAL: 1_000 },
      ...{ CONSUMER_PREFETCH: 500, BROKER_PREFIX: '', QUEUE_PREFIX: '{finance}' },
      ...{ PAYMENTS: 'off', DEFAULT_CURRENCY: 'USD', STRIPE_URL: 'https://api.stripe.com' },
      ...{ PAYMENT_GATEWAY_URL: 'http://127.0.0.1:3010', PAYMENT_WEBHOOK_SECRETS: ['whsec_simulated'] },
      ...{ PAYMENT_CALL_DEADLINE: 10_000, PAYMENT_METHOD_DEADLINE: 86_400_000 },
    });
  });

  it('stand in the README, each by its name and with its default', () => {
    const documented = documentedDefaults();
    expect(documented.size).toBeGreaterThan(10);
    const { ROLES, ...rest } = readConfig(Object.fromEntries(documented));
    expect({ ...rest, ROLES }).toEqual(readConfig({}));
    const names = [...readme().matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, name = '']) => name);
    expect(Object.keys(wrong).filter((variable) => !names.includes(variable))).toEqual([]);
  });

  it('are the defaults where a variable is empty, as compose files write it', () => {
    const empty = Object.fromEntries([...Object.keys(wrong), 'HOST', 'QUEUE_PREFIX'].map((name) => [name, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('take what the environment says', () => {
    const said = {
      DATABASE_URL: 'postgres://db/finance',
      REDIS_URL: 'rediss://cache:6380',
      BROKER_URL: 'amqps://user:pass@rabbit/vhost',
      MESSAGE_FORMAT: 'cloudevents',
      ROLES: 'relay, timers',
      ORDER_MAX_RETRY_TIMEOUT: 'PT1M',
      ORDER_CHECKOUT_WAIT: '2.12:00:00',
      TIMER_SWEEP_INTERVAL: '00:00:00.2',
      DEFAULT_CURRENCY: 'VND',
    };
    expect(readConfig({ ...said, PATH: '/bin', UNRELATED: 'x' })).toEqual({
      ...readConfig({}),
      ...said,
      ROLES: ['relay', 'timers'],
      ORDER_MAX_RETRY_TIMEOUT: 60_000,
      ORDER_CHECKOUT_WAIT: 216_000_000,
      TIMER_SWEEP_INTERVAL: 200,
    });
  });
});

const readme = (): string => {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  return text.slice(text.indexOf('## Settings'), text.indexOf('## Migrations'));
};

/** Rows whose default is code: the others say in words what an unset variable comes to. */
function documentedDefaults(): ReadonlyMap<string, string> {
  const rows = readme().matchAll(/^\| (`[^|]+) \| (`[^|]+) \|/gm);
  const pairs = [...rows].map(([, names = '', defaults = '']) => [quoted(names), quoted(defaults)] as const);
  return new Map(
    pairs.flatMap(([names, defaults]) =>
      names.length === defaults.length ? names.map((name, at) => [name, defaults[at] ?? ''] as const) : [],
    ),
  );
}

const quoted = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
