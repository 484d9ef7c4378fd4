/** What the gateway can be asked, as its test tokens call it. */
export type Call = 'authorize' | 'capture' | 'void' | 'refund' | 'look_up';

const lost = ['not_attempted', 'timeout_before_effect', 'timeout_after_effect', 'error_after_effect'] as const;
const told = ['duplicate_webhook', 'webhook_first', 'out_of_order'] as const;
const later = ['pending_then_ok', 'pending_then_fail'] as const;
const disputed = ['inquired', 'disputed', 'dispute_won', 'dispute_lost', 'dispute_out_of_order'] as const;

/** The fates that a token can choose for each call; one that makes no sense for a call isn't there. */
const fatesOf = {
  authorize: ['ok', 'declined', ...lost, ...later, 'wrong_amount', 'expired', ...told],
  capture: ['ok', 'declined', ...lost, ...later, 'wrong_amount', 'expired', ...told, ...disputed],
  void: ['ok', 'declined', ...lost, ...later, 'expired', ...told],
  refund: ['ok', 'declined', ...lost, ...later, 'wrong_amount', 'expired', ...told, 'late_failure'],
  look_up: ['ok', ...lost],
} as const satisfies Record<Call, readonly string[]>;

export type FateName = (typeof fatesOf)[Call][number];

export type Fate = {
  readonly name: FateName;
  /** The gateway's word for its no, where the fate is one. */
  readonly code: string;
  /** How many tries of one operation meet it, or, of declines, how many operations of one order. */
  readonly times: number;
};

/** The fate of each call that a token names; the others go well. */
export type Script = ReadonlyMap<Call, Fate>;

export const goesWell: Fate = { name: 'ok', code: '', times: Infinity };

const strikesOnce: ReadonlySet<FateName> = new Set([
  'not_attempted',
  'timeout_before_effect',
  'timeout_after_effect',
] as const);
const isCall = (word: string): word is Call => Object.hasOwn(fatesOf, word);

/**
 * `tok_ok`, or what shall happen, call by call: `tok_authorize.declined.lost_card`, `tok_capture.not_attempted.3` (three tries),
 * `tok_capture.timeout_after_effect-refund.late_failure`. Null: no token of this gateway.
 */
export function readToken(token: string): Script | null {
  if (token === 'tok_ok') return new Map();
  if (!token.startsWith('tok_')) return null;
  const script = new Map<Call, Fate>();
  for (const part of token.slice('tok_'.length).split('-')) {
    const [call = '', ...words] = part.split('.');
    const fate = isCall(call) && !script.has(call) ? readFate(call, words) : null;
    if (!isCall(call) || fate === null) return null;
    script.set(call, fate);
  }
  return script;
}

function readFate(call: Call, [wanted, ...details]: readonly string[]): Fate | null {
  const name = fatesOf[call].find((fate) => fate === wanted);
  const times = details.filter((detail) => /^[1-9]\d{0,2}$/.test(detail));
  const codes = details.filter((detail) => /^[a-z_]+$/.test(detail));
  if (name === undefined || times.length > 1 || codes.length > 1 || times.length + codes.length < details.length)
    return null;
  return {
    name,
    code: codes[0] ?? 'generic_decline',
    times: Number(times[0] ?? (strikesOnce.has(name) ? 1 : Infinity)),
  };
}
