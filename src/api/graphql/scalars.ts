import { GraphQLScalarType } from 'graphql';
import { momentForm, readMoment } from '../read-moment.js';

const decimal = /^\d+(\.\d+)?$/;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

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

const parseMoment = (raw: unknown): Date => (typeof raw === 'string' ? readMoment(raw) : null) ?? refuse(momentForm);

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
