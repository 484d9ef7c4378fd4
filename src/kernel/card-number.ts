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

const bare = (text: string): string => text.replaceAll(/[\s-]/g, '');

/** Whether a text looks like a card's number, written with or without spaces and hyphens. No such thing may be kept anywhere. */
export const isCardNumber = (text: string): boolean => digits.test(bare(text)) && hasCheckDigit(bare(text));

/** Whether a text is what is kept of a card's number: no token either, and never to be sent to a gateway as one. */
export const isTruncatedCardNumber = (text: string): boolean => /^\d{6}\*{3,9}\d{4}$/.test(bare(text));

/** A card's number, of which the first six and the last four digits stay. All else of the text does too, spaces and quotes. */
export function truncatedCardNumber(text: string, mask: string): string {
  const count = text.replaceAll(/\D/g, '').length;
  let position = 0;
  return text.replaceAll(/\d/g, (digit) => {
    position += 1;
    return position <= 6 || position > count - 4 ? digit : mask;
  });
}

/** A text without the card numbers that stand in it, for what goes back to a client. */
export const withoutCardNumbers = (text: string): string =>
  text.replaceAll(/\d(?:[ -]?\d)+/g, (found) => (isCardNumber(found) ? '[card number]' : found));
