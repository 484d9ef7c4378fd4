import { z } from 'zod';
import { isCardNumber, isTruncatedCardNumber } from '../kernel/card-number.js';
import { isCurrency } from '../kernel/currency.js';

const uuid = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

/** How .NET writes "no id" in a field that can't be null. */
export const emptyGuid = '00000000-0000-0000-0000-000000000000';

const guid = z
  .string({ error: ({ input }) => (input === undefined || input === null ? 'is required' : 'must be a UUID') })
  .regex(uuid, 'must be a UUID')
  .toLowerCase();

/** PostgreSQL stores neither a NUL nor half a surrogate pair, so such a text could never be committed. */
export const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

// In code points, as PostgreSQL's varchar(n) and JSON Schema's maxLength count; `length` alone would refuse legal names.
const isWithin = (text: string, most: number): boolean => text.length <= most || Array.from(text).length <= most;

const contact = (most: number) =>
  z
    .string('must be a string or null')
    .refine((text) => isWithin(text, most), `must be at most ${String(most)} characters long`)
    .refine(isStorable, 'must contain neither NUL characters nor unpaired surrogates')
    .meta({ maxLength: most })
    .nullish();

export const orderId = guid
  .refine((id) => id !== emptyGuid, 'must not be the empty UUID')
  .meta({ format: 'uuid', description: 'The order. Correlates everything that belongs to it; any case is accepted.' });

export const basketId = guid.nullish().meta({
  format: 'uuid',
  description: "The basket, which is the buyer's id. Null or the empty UUID where it isn't known.",
});

export const fullName = contact(100).meta({
  description: "The customer's name: personal data. Null or blank where it isn't known.",
});

export const email = contact(255).meta({
  description: "The customer's e-mail address: personal data. Null or blank where it isn't known.",
});

/** A JSON number reaches this schema as its own text: as a double it would lose digits. */
export const totalMoney = z
  .union(
    [
      z.string().meta({ pattern: '^\\s*\\+?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?\\s*$', maxLength: 64 }),
      z.number().meta({ minimum: 0 }),
    ],
    'must be a decimal number or a string that holds one',
  )
  .nullish()
  .meta({
    description:
      "The order's total, as a decimal string (preferred) or a JSON number; every digit counts. " +
      "Not negative, and no digit but zero beyond those that the currency has. Null or zero where it isn't known.",
  });

export const currency = z
  .string('must be an ISO 4217 code')
  .toUpperCase()
  .refine((code) => code.trim() === '' || isCurrency(code), 'must be an ISO 4217 code')
  .meta({ pattern: '^([A-Za-z]{3}|\\s*)$' })
  .nullish()
  .meta({ description: "ISO 4217 code of totalMoney. The service's default currency where it isn't said." });

export const paymentMethod = z
  .string('must be a string or null')
  .refine((token) => isWithin(token, 255), 'must be at most 255 characters long')
  .refine(isStorable, 'must contain neither NUL characters nor unpaired surrogates')
  .refine((token) => !isCardNumber(token), 'must be a token of the gateway, never a card number')
  .refine(
    (token) => !isTruncatedCardNumber(token),
    'must be a token of the gateway, and is a card number that was masked',
  )
  .meta({ maxLength: 255 })
  .nullish()
  .meta({
    description:
      "The gateway's token of what the order is paid with. Never a card number. Of no effect with payments off; where it isn't " +
      'named, it can be given later.',
  });

// The neighbours make both anew whenever they read a message, so nothing may rest on them: any value is let through.
export const id = z
  .unknown()
  .optional()
  .meta({ type: 'string', format: 'uuid', description: "The event's own id. Not used: the envelope's counts." });

export const creationDate = z
  .unknown()
  .optional()
  .meta({ type: 'string', format: 'date-time', description: 'When the event was made (UTC). Not used.' });
