import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';

/** What the command line asks for. */
export type Flags = {
  /** Orders to place in all; null for no end. */
  readonly orders: number | null;
  /** Orders a second. */
  readonly rate: number;
  /** Ends when all orders are at rest and checked. */
  readonly exit: boolean;
  /** Whether the service takes payments, at a simulated gateway. */
  readonly payments: boolean;
  readonly brokerUrl: string | null;
  readonly port: number | null;
  readonly seed: number;
};

export type Asked = { readonly run: Flags } | { readonly help: string } | { readonly wrong: string };

const help = `npm run demo -- [options]

Brings up the whole service with simulated neighbours (Basket, Ordering, Notification), places orders of all
fates, and checks every order's state and every command. Needs nothing but Node.js: without DATABASE_URL,
REDIS_URL and BROKER_URL everything runs on an embedded PostgreSQL in a temporary folder.

  --orders N      place N orders, then no more
  --rate N        orders a second (20)
  --exit          end when all orders are at rest and checked; exit code 1 if one is wrong
  --payments      every order is paid at a simulated gateway; exit code 1 if its books and the service's differ at the end
  --broker URL    amqp://… of a RabbitMQ without the real neighbours (else BROKER_URL, else the embedded broker)
  --port N        the service's HTTP port (3000, or a free one)
  --seed N        deal the same fates again
  --help          this

Without a terminal and without --orders it places 100 orders and ends as with --exit.
MESSAGE_FORMAT=cloudevents makes service and neighbours speak CloudEvents.`;

const options = {
  orders: { type: 'string' },
  rate: { type: 'string' },
  exit: { type: 'boolean' },
  payments: { type: 'boolean' },
  broker: { type: 'string' },
  port: { type: 'string' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const ordersWithoutTerminal = 100;

class WrongFlag extends Error {}

/** @param terminal whether somebody watches. */
export function readFlags(argv: readonly string[], terminal: boolean): Asked {
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    return values.help === true ? { help } : { run: flagsFrom(values, terminal) };
  } catch (error) {
    if (!isWrongFlag(error)) throw error;
    // Node's own sentences go on with advice.
    const [sentence = ''] = error.message.split(/\.\s/);
    return { wrong: `${sentence.replace(/\.$/, '')} (npm run demo -- --help lists the options)` };
  }
}

type Values = Partial<Record<'orders' | 'rate' | 'broker' | 'port' | 'seed', string | undefined>> & {
  readonly exit?: boolean | undefined;
  readonly payments?: boolean | undefined;
};

function flagsFrom(values: Values, terminal: boolean): Flags {
  const exit = values.exit === true;
  const orders = whole('--orders', values.orders, 1, 10_000_000);
  if (exit && orders === null && terminal) throw new WrongFlag('--exit needs --orders N: without it there is no end');
  return {
    orders: orders ?? (terminal ? null : ordersWithoutTerminal),
    exit: exit || (orders === null && !terminal),
    payments: values.payments === true,
    rate: positive('--rate', values.rate) ?? 20,
    brokerUrl: broker(values.broker),
    port: whole('--port', values.port, 1, 65_535),
    seed: whole('--seed', values.seed, 0, 4_294_967_295) ?? Math.floor(Math.random() * 1_000_000),
  };
}

const isWrongFlag = (error: unknown): error is Error =>
  isNativeError(error) &&
  (error instanceof WrongFlag || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')));

function whole(flag: string, raw: string | undefined, least: number, most: number): number | null {
  if (raw === undefined) return null;
  if (/^\d{1,10}$/.test(raw) && Number(raw) >= least && Number(raw) <= most) return Number(raw);
  throw new WrongFlag(`${flag} must be a whole number from ${least} to ${most}`);
}

function positive(flag: string, raw: string | undefined): number | null {
  if (raw === undefined) return null;
  if (/^\d{1,5}(\.\d{1,3})?$/.test(raw) && Number(raw) > 0) return Number(raw);
  throw new WrongFlag(`${flag} must be a number above 0`);
}

function broker(raw: string | undefined): string | null {
  if (raw === undefined) return null;
  if (URL.canParse(raw) && ['amqp:', 'amqps:'].includes(new URL(raw).protocol)) return raw;
  throw new WrongFlag('--broker must be a URL that starts with amqp:// or amqps://');
}
