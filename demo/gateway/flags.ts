import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Settings } from './simulator.js';

export type Asked = { readonly run: Settings } | { readonly help: string } | { readonly wrong: string };

const help = `npm run gateway -- [options]

A payment gateway whose money is made up. What happens to a payment stands in its method's token: tok_ok goes well,
tok_authorize.declined.lost_card doesn't, tok_capture.timeout_after_effect-refund.late_failure goes wrong twice.

  --as API              whose API it speaks: simulated, or stripe, whose SDK and test cards work with it (simulated)
  --port N              where it listens, on 127.0.0.1 (3010; 0 for any free port)
  --webhook-url URL     where it tells what happened (nowhere)
  --webhook-secret S    what it signs that with (whsec_simulated)
  --pending-ms N        how long a payment stays pending that a token makes so (2000)
  --help                this

GET /truth says what really happened, /truth/totals what it adds up to. POST /control/clock {"advance_ms":N} moves its clock,
POST /control/payouts {"breaks":[{"kind":"amount","reference":"cap_…"}]} pays out, POST /control/disputes {"capture":"cap_…"}
disputes, POST /control/disputes/decision {"dispute":"dis_…","outcome":"won"} decides, POST /control/webhooks {"url","secrets"}
names whom to tell.`;

const options = {
  as: { type: 'string', default: 'simulated' },
  port: { type: 'string', default: '3010' },
  'webhook-url': { type: 'string' },
  'webhook-secret': { type: 'string', default: 'whsec_simulated' },
  'pending-ms': { type: 'string', default: '2000' },
  help: { type: 'boolean', short: 'h' },
} as const;

const value = () => z.string('needs a value');
const whole = (most: number) =>
  value()
    .regex(/^\d{1,10}$/, `must be a whole number up to ${most}`)
    .transform(Number)
    .refine((value) => value <= most, `must be a whole number up to ${most}`);

const flags = z.object({
  as: z.enum(['simulated', 'stripe'], 'must be simulated or stripe'),
  port: whole(65_535),
  'pending-ms': whole(2_147_483_647),
  'webhook-url': z
    .url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' })
    .optional(),
  'webhook-secret': value().min(1, 'must not be empty'),
  help: z.boolean().optional(),
});

export function readFlags(argv: readonly string[]): Asked {
  // Not strict, since Node's own sentences go on with advice for programmers.
  const { values, positionals } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true });
  const stranger = Object.keys(values).find((name) => !Object.hasOwn(options, name));
  const [misplaced = stranger === undefined ? undefined : `--${stranger}`] = positionals;
  if (misplaced !== undefined) return wrong(`${misplaced} is no option`);
  const read = flags.safeParse(values);
  if (!read.success) {
    const [issue] = read.error.issues;
    return wrong(`--${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  const {
    as,
    port,
    help: asksForHelp,
    'pending-ms': pendingMs,
    'webhook-url': url,
    'webhook-secret': secret,
  } = read.data;
  if (asksForHelp === true) return { help };
  return { run: { as, port, pendingMs, target: url === undefined ? null : { url, secrets: [secret] } } };
}

const wrong = (sentence: string): Asked => ({
  wrong: `${sentence} (npm run gateway -- --help lists the options)`,
});
