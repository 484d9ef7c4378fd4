const fewestDigits = 13;
const mostDigits = 19;

/** Luhn's check digit, ISO/IEC 7812-1, annex B: every second digit from the right counts double. */
function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

const groups = /^\d(?:[ -]*\d)*$/;

/** Whether a text is what is embossed on a card: 13 to 19 digits, in groups or not, with the right check digit. */
export function isCardNumber(text: string): boolean {
  const trimmed = text.trim();
  if (!groups.test(trimmed)) return false;
  const digits = trimmed.replaceAll(/\D/g, '');
  return digits.length >= fewestDigits && digits.length <= mostDigits && passesLuhn(digits);
}

/** A text without the card numbers that stand in it, for what goes to a client or a log. */
export const withoutCardNumbers = (text: string): string =>
  text.replaceAll(/\d(?:[ -]?\d)+/g, (found) => (isCardNumber(found) ? '[card number]' : found));
