import { isCardNumber, truncatedCardNumber } from '../kernel/card-number.js';

// A member of a JSON object, of a length that the name and a card's number can have, escapes and all.
const member = /"((?:[^"\\]|\\.){13,78})"(\s*:\s*)("(?:[^"\\]|\\.){13,1600}"|\d{13,19})/g;

/**
 * A body without the card number in a `paymentMethod`, wherever in it that stands and whether or not the rest can be read: its first six
 * and last four digits stay, which is what PCI DSS lets be kept. Every other byte stays as it is.
 * @returns the same buffer where there is none
 */
export function maskCard(body: Buffer): Buffer {
  // Byte for byte, so that what isn't UTF-8 comes back as it was.
  const text = body.toString('latin1');
  const masked = text.replaceAll(member, (whole, name: string, colon: string, value: string) =>
    textOf(`"${name}"`)?.toLowerCase() === 'paymentmethod' ? `"${name}"${colon}${maskValue(value)}` : whole,
  );
  return masked === text ? body : Buffer.from(masked, 'latin1');
}

function maskValue(value: string): string {
  // Of a number in JSON's own sense nought is the only mask; no number is ever taken for a token.
  if (!value.startsWith('"')) return isCardNumber(value) ? truncatedCardNumber(value, '0') : value;
  const written = textOf(value);
  if (written === null || !isCardNumber(written)) return value;
  if (!value.includes('\\')) return truncatedCardNumber(value, '*');
  return Buffer.from(JSON.stringify(truncatedCardNumber(written, '*'))).toString('latin1');
}

/** What a string of JSON says; null where it isn't one. */
function textOf(quoted: string): string | null {
  try {
    return String(JSON.parse(Buffer.from(quoted, 'latin1').toString('utf8')));
  } catch {
    return null;
  }
}
