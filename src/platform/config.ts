import { z } from 'zod';
import { type Currency, isCurrency } from '../kernel/currency.js';
import { parseDuration } from './duration.js';

export const roles = ['api', 'consumer', 'relay', 'timers', 'payments'] as const;
export type Role = (typeof roles)[number];

const url = (...protocols: readonly string[]) =>
  z.string().refine((raw) => URL.canParse(raw) && protocols.includes(new URL(raw).protocol), {
    message: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const dayMs = 86_400_000;
// Beyond 24 days Node's timers fire at once instead, and a sweep would never rest.
const intervalDays = 1;
// What PostgreSQL and Date can both add to now.
const waitDays = 3_650;

const dayCount = (days: number) => (days === 1 ? 'a day' : `${String(days)} days`);

const duration = (fallback: string, mostDays: number) =>
  z
    .string()
    .default(fallback)
    .transform((raw, context) => {
      const ms = parseDuration(raw);
      if (ms !== null && ms > 0 && ms <= mostDays * dayMs) return ms;
      context.addIssue(
        `must be a duration above zero and at most ${dayCount(mostDays)}, as hh:mm:ss or in ISO 8601 (PT30M)`,
      );
      return z.NEVER;
    });

const whole = (fallback: number, least: number, most: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((raw) => /^\d{1,10}$/.test(raw) && Number(raw) >= least && Number(raw) <= most, {
      message: `must be a whole number from ${String(least)} to ${String(most)}`,
    })
    .transform(Number);

const schema = z.object({
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  BROKER_URL: url('amqp:', 'amqps:').optional(),
  MESSAGE_FORMAT: z.enum(['masstransit', 'cloudevents']).default('masstransit'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(3000, 0, 65_535),
  ROLES: z
    .string()
    .default(roles.join(','))
    .transform((raw) => raw.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(roles, `must be a comma list of ${roles.join(', ')}`)).min(1)),
  ORDER_MAX_ATTEMPTS: whole(3, 1, 2_147_483_647),
  ORDER_MAX_RETRY_TIMEOUT: duration('00:30:00', waitDays),
  ORDER_CHECKOUT_WAIT: duration('1.00:00:00', waitDays),
  OUTBOX_MAX_ATTEMPTS: whole(12, 1, 1_000),
  OUTBOX_SWEEP_INTERVAL: duration('00:00:05', intervalDays),
  TIMER_SWEEP_INTERVAL: duration('00:00:01', intervalDays),
  OUTBOX_RETENTION: duration('30.00:00:00', waitDays),
  DEAD_LETTER_RETENTION: duration('30.00:00:00', waitDays),
  IDEMPOTENCY_RETENTION: duration('30.00:00:00', waitDays),
  RETENTION_SWEEP_INTERVAL: duration('1.00:00:00', intervalDays),
  SETTLEMENT_SWEEP_INTERVAL: duration('01:00:00', intervalDays),
  SETTLEMENT_LATE_AFTER: duration('3.00:00:00', waitDays),
  CONSUMER_PREFETCH: whole(500, 1, 65_535),
  /** In front of every exchange and queue name, so that several installations can share a broker. */
  BROKER_PREFIX: z.string().max(64).default(''),
  /** Redis hash tag and all: keeps a queue's keys on one node of a cluster. */
  QUEUE_PREFIX: z.string().min(1).default('{finance}'),
  PAYMENTS: z.enum(['off', 'simulated', 'stripe'], 'must be off, simulated or stripe').default('off'),
  /** Of the simulated gateway. */
  PAYMENT_GATEWAY_URL: url('http:', 'https:').default('http://127.0.0.1:3010'),
  PAYMENT_WEBHOOK_SECRETS: z
    .string()
    .default('whsec_simulated')
    .transform((raw) => raw.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(1, 'must be a comma list without gaps'))),
  /** Of Stripe. A secret: never logged, never shown. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key of Stripe')
    .optional(),
  STRIPE_URL: url('http:', 'https:').default('https://api.stripe.com'),
  /** Where Stripe sends customers back to who had to confirm that the card is theirs; without it they are never asked. */
  STRIPE_RETURN_URL: url('http:', 'https:').optional(),
  PAYMENT_CALL_DEADLINE: duration('00:00:10', intervalDays),
  PAYMENT_METHOD_DEADLINE: duration('1.00:00:00', waitDays),
  DEFAULT_CURRENCY: z
    .string()
    .default('USD')
    .transform((raw, context): Currency => {
      if (isCurrency(raw)) return raw;
      context.addIssue('must be an ISO 4217 currency code such as USD');
      return z.NEVER;
    }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = Readonly<z.output<typeof schema>>;

/** What one setting asks of the others. */
const complete = schema.superRefine(({ PAYMENTS, STRIPE_SECRET_KEY }, context) => {
  if (PAYMENTS === 'stripe' && STRIPE_SECRET_KEY === undefined)
    context.addIssue({ code: 'custom', path: ['STRIPE_SECRET_KEY'], message: 'is needed with PAYMENTS=stripe' });
});

/** The environment is wrong: all faults at once, each naming its variable and the rule, never a value. */
export class ConfigFaults extends Error {
  readonly code = 'CONFIG.INVALID';
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

/** The token under which the settings are injected. */
export const CONFIG = Symbol('Config');

/** @throws ConfigFaults */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is an unset one: compose files and shells write `REDIS_URL=` for "none".
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = complete.safeParse(set);
  if (read.success) return read.data;
  // Each wrong word of a list is an issue of its own, with the same rule.
  throw new ConfigFaults([...new Set(read.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`))]);
}
