import { GraphQLScalarType } from 'graphql';

const decimal = /^\d+(\.\d+)?$/;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const moment = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** graphql adds what was given, and where. */
function refuse(expected: string): never {
  throw new TypeError(`it must be ${expected}`);
}

export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'A decimal number as a string with all digits of its currency: no digit is lost on the way.',
  parseValue: (raw) => (typeof raw === 'string' && decimal.test(raw) ? raw : refuse('a string such as "42.50"')),
});

export const Uuid = new GraphQLScalarType<string, string>({
  name: 'UUID',
  description: 'A UUID in hexadecimal with hyphens.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  parseValue: (raw) =>
    typeof raw === 'string' && uuid.test(raw)
      ? raw.toLowerCase()
      : refuse('32 hexadecimal digits with hyphens in their places'),
});

/** PostgreSQL's and JavaScript's calendars agree on these years; beyond them a text means different things to the two. */
const inRange = (date: Date): boolean => date.getUTCFullYear() >= 1000 && date.getUTCFullYear() <= 9999;

/** JavaScript takes 30 February for 1 March: the day has to come out as it went in. */
const isRealDay = (raw: string): boolean =>
  new Date(`${raw.slice(0, 10)}T00:00Z`).toISOString().slice(0, 10) === raw.slice(0, 10);

function parseMoment(raw: unknown): Date {
  const date = typeof raw === 'string' && moment.test(raw) ? new Date(raw) : new Date(Number.NaN);
  return typeof raw === 'string' && !Number.isNaN(date.getTime()) && inRange(date) && isRealDay(raw)
    ? date
    : refuse('an ISO 8601 date and time with its offset, such as "2026-07-01T12:00:00Z"');
}

function serializeMoment(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  throw new Error('Not a Date', { cause: value });
}

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An ISO 8601 date and time with its offset from UTC, to the millisecond.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parseValue: parseMoment,
  serialize: serializeMoment,
});

export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
});
