import { GraphQLScalarType } from 'graphql';
import { readDay } from '../../queries/settlement/settlement-day.js';

export const Day = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A calendar day, in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parseValue(raw) {
    if (typeof raw === 'string' && readDay(raw) !== null) return raw;
    // graphql adds what was given, and where.
    throw new TypeError('it must be a day such as "2026-07-01"');
  },
});
