import { isStorable } from './integration-event-fields.js';
import { accept, refuse, type Read } from './read.js';

const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The first that has the shape of a W3C trace context; a broken one is dropped, since tracing may fail no order. */
export const firstTraceparent = (...candidates: readonly unknown[]): string | null =>
  candidates.find((text): text is string => typeof text === 'string' && traceparent.test(text)) ?? null;

/** A text of the envelope: null where it's missing or blank, and nothing that can't be stored, logged or sent on. */
export function readText(name: string, value: unknown, most: number): Read<string | null> {
  if (value === undefined || value === null) return accept(null);
  if (typeof value !== 'string') return refuse('InvalidField', `${name} must be a string.`);
  if (value.trim() === '') return accept(null);
  if (value.length > most) return refuse('InvalidField', `${name} must be at most ${String(most)} characters long.`);
  if (/\p{Cc}/u.test(value) || !isStorable(value))
    return refuse('InvalidField', `${name} must contain neither control characters nor unpaired surrogates.`);
  return accept(value);
}

const longestActor = 255;

/** Who sent it. Only ever shown to people, so a long address is cut and a missing one no fault. */
export function readActor(name: string, address: unknown): Read<string> {
  const cut = typeof address === 'string' ? address.slice(0, longestActor).replace(/[\uD800-\uDBFF]$/, '') : address;
  const read = readText(name, cut, longestActor);
  return read.ok ? accept(read.value ?? 'unknown') : read;
}
