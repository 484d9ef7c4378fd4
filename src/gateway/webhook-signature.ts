import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignatureFault = 'missing' | 'malformed' | 'no_match' | 'too_old' | 'too_new';

/** Seconds by which a signature's time may differ from ours, either way: what is older may be a replay. */
export const toleranceSeconds = 300;

// Long enough for a dozen signatures; each one costs the comparison of a MAC.
const longestHeader = 1_024;

type Signature = { readonly time: string; readonly candidates: readonly string[] };

/**
 * Checks a header of Stripe's scheme, `t=…,v1=…[,v1=…]`: HMAC-SHA256 in lower-case hex over the time, a full stop and the raw
 * body. Any pair of a secret and a `v1` may match, since either side may be changing its secret. Other schemes don't count.
 */
export function checkSignature(
  rawBody: Uint8Array,
  header: string | readonly string[] | undefined,
  { secrets, now }: { readonly secrets: readonly string[]; readonly now: Date },
): 'valid' | SignatureFault {
  if (header === undefined || header === '') return 'missing';
  const signature = typeof header === 'string' ? readHeader(header) : null;
  if (signature === null) return 'malformed';
  if (!secrets.some((secret) => signedWith(secret, rawBody, signature))) return 'no_match';
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(signature.time);
  if (ageSeconds > toleranceSeconds) return 'too_old';
  return ageSeconds < -toleranceSeconds ? 'too_new' : 'valid';
}

function readHeader(header: string): Signature | null {
  if (header.length > longestHeader) return null;
  const items = header.split(',').map((item) => item.split('='));
  const valuesOf = (name: string) => items.filter(([key]) => key === name).map(([, value = '']) => value);
  const [time, ...otherTimes] = valuesOf('t');
  const candidates = valuesOf('v1');
  if (time === undefined || otherTimes.length > 0 || !/^\d{1,12}$/.test(time)) return null;
  return candidates.length === 0 ? null : { time, candidates };
}

function signedWith(secret: string, rawBody: Uint8Array, { time, candidates }: Signature): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest('hex'));
  return candidates.some((candidate) => {
    const given = Buffer.from(candidate);
    // The length is no secret, and timingSafeEqual throws where it differs.
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
