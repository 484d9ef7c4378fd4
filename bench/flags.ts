import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
import { parts } from './parts.js';
import type { Occasion } from './part.js';
import type { Rounds } from './rounds.js';

/** What the command line asks for. */
export type Flags = {
  readonly rounds: Rounds;
  /** Where the figures go as JSON. */
  readonly json: string | null;
  /** Names of parts; null for all of the occasions. */
  readonly only: readonly string[] | null;
  readonly occasions: readonly Occasion[];
};

export type Asked = { readonly run: Flags } | { readonly help: string } | { readonly wrong: string };

// Of what every run measures; what a flag asks for comes on top.
const minutes = 15;

const help = `npm run bench -- [options]

Measures the service and the limits of the machine in alternating rounds, checks that what was measured was done
right, and prints every figure as median [least – most]. Starts a PostgreSQL, a RabbitMQ and a Redis of its own, unless
DATABASE_URL, BROKER_URL and REDIS_URL name others.

  --rounds N      rounds (3, fewer on a machine so slow that they would take more than ${String(minutes)} minutes)
  --only A,B      only these parts: ${parts.map(({ name }) => name).join(', ')}
  --growth        also with up to 1,000,000 orders in the tables
  --peers         also other ways to do the same work
  --json FILE     all figures as JSON
  --help          this`;

const options = {
  rounds: { type: 'string' },
  only: { type: 'string' },
  growth: { type: 'boolean' },
  peers: { type: 'boolean' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

class WrongFlag extends Error {}

export function readFlags(argv: readonly string[]): Asked {
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
    if (values.help === true) return { help };
    const occasions = (['growth', 'peers'] as const).filter((occasion) => values[occasion] === true);
    const run = {
      rounds:
        values.rounds === undefined ? { atMost: 3, minutes } : { atMost: rounds(values.rounds), minutes: Infinity },
      json: values.json ?? null,
      only: values.only === undefined ? null : partNames(values.only),
      occasions: ['always' as const, ...occasions],
    };
    return { run };
  } catch (error) {
    const isOurs = error instanceof WrongFlag;
    const isNodes = isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!isOurs && !isNodes) throw error;
    return { wrong: `${error.message} (npm run bench -- --help lists the options)` };
  }
}

function rounds(raw: string): number {
  if (!/^[1-9]\d?$/.test(raw)) throw new WrongFlag('--rounds must be a whole number from 1 to 99');
  return Number(raw);
}

function partNames(raw: string): readonly string[] {
  const names = raw.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !parts.some((one) => one.name === name));
  if (unknown.length > 0) throw new WrongFlag(`--only knows no ${unknown.join(', ')}`);
  return names;
}
