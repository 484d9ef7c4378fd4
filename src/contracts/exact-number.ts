import { parse } from 'lossless-json';
import { fieldNames, isObject, pickFields } from './pick-fields.js';

class NumberToken {
  constructor(readonly text: string) {}
}

const named = (name: string): RegExp => new RegExp(`"${name}"\\s*:\\s*(-?\\d[\\d.eE+-]*)`, 'i');

/**
 * The number at `path` in a JSON text, as it is written there: JSON.parse would make 12345678901234567.89 a
 * 12345678901234568. JSON.parse must have seen a number there.
 * Null if the text is nested too deeply to be read a second time.
 */
export function exactNumber(text: string, path: readonly [...string[], string]): string | null {
  const name = path[path.length - 1] ?? '';
  return readOnlyMention(text, name) ?? readAgain(text, path);
}

/**
 * Where the name stands once in the whole text, and no escape can spell it otherwise, that is the field we look for.
 * Saves reading the text a second time, character by character: 2 µs instead of 25 µs for a usual envelope.
 */
function readOnlyMention(text: string, name: string): string | null {
  if (text.includes('\\u') || text.match(new RegExp(name, 'gi'))?.length !== 1) return null;
  return named(name).exec(text)?.[1] ?? null;
}

function readAgain(text: string, path: readonly string[]): string | null {
  let value: unknown;
  try {
    value = parse(text, undefined, {
      parseNumber: (token) => new NumberToken(token),
      // As JSON.parse does: both readings have to see the same message.
      onDuplicateKey: ({ newValue }) => newValue,
    });
  } catch {
    // Its parser recurses, JSON.parse doesn't: some thousand nested arrays are too many for it.
    return null;
  }
  for (const name of path) value = isObject(value) ? pickFields(value, fieldNames([name]))[name] : undefined;
  return value instanceof NumberToken ? value.text : null;
}
