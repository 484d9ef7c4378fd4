import { isUtf8 } from 'node:buffer';
import { isObject, type Fields } from './pick-fields.js';
import { accept, refuse, type Read } from './read.js';

/** More than a thousand times what a neighbour sends; PostgreSQL, the broker and the log all carry it with ease. */
const largestBody = 1024 * 1024;

/** A JSON object, with the text that it was read from: numbers are exact only there. */
export type Json = { readonly fields: Fields; readonly text: string };

/** Reads a body as one JSON object. The parser's own message is dropped, since it quotes what it can't read. */
export function readJson(body: Buffer): Read<Json> {
  if (body.length > largestBody)
    return refuse('TooLarge', `The body must be at most ${String(largestBody)} bytes long.`);
  if (!isUtf8(body)) return refuse('MalformedBody', 'The body must be valid UTF-8.');
  const whole = body.toString('utf8');
  const text = whole.startsWith('\uFEFF') ? whole.slice(1) : whole;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('MalformedBody', 'The body must be valid JSON.');
  }
  return isObject(value) ? accept({ fields: value, text }) : refuse('MalformedBody', 'The body must be a JSON object.');
}
