const digits = /^\d{13,19}$/;

/** The check digit of ISO/IEC 7812: every second digit from the right counts twice. */
function hasCheckDigit(number: string): boolean {
  let sum = 0;
  for (const [index, digit] of Array.from(number).reverse().entries()) {
    const counted = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

/** Whether a text looks like a card's number, written with or without spaces and hyphens. No such thing may be kept anywhere. */
export function isCardNumber(text: string): boolean {
  const number = text.replaceAll(/[\s-]/g, '');
  return digits.test(number) && hasCheckDigit(number);
}

/** A text without the card numbers that stand in it, for what goes back to a client. */
export const withoutCardNumbers = (text: string): string =>
  text.replaceAll(/\d(?:[ -]?\d)+/g, (found) => (isCardNumber(found) ? '[card number]' : found));
