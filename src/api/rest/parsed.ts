import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { type Currency, isCurrency } from '../../kernel/currency.js';
import { OrderId } from '../../kernel/ids.js';
import { type FieldFault, InvalidRequest } from '../../platform/pipeline/validation.js';
import { visibleStates } from '../../queries/order-view.js';
import { paymentStatuses } from '../../queries/payments/payment-words.js';
import { dayRule, readDay } from '../../queries/settlement/settlement-day.js';
import { momentForm, readMoment } from '../read-moment.js';

const faultsOf = (issue: z.core.$ZodIssue): readonly FieldFault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((field) => ({ field, rule: 'is not a parameter of this request' }))
    : [{ field: issue.path.join('.') || 'body', rule: issue.message }];

/** Reads a request's parameters once, at the door. @throws InvalidRequest with all faults */
export class Parsed<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  constructor(private readonly schema: Schema) {}

  transform(raw: unknown): z.output<Schema> {
    const read = this.schema.safeParse(raw);
    if (read.success) return read.data;
    throw new InvalidRequest('The request', read.error.issues.flatMap(faultsOf));
  }
}

// A parameter that comes twice is a list here: which one is meant can't be known.
const once = 'must be given once';

const whole = (fallback: number) =>
  z
    .string(once)
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .default(fallback);

export const orderPath = z.object({
  orderId: z.guid('must be a UUID').transform((raw) => OrderId(raw.toLowerCase())),
});

export const noQuery = z.strictObject({});

const numbered = { pageIndex: whole(1), pageSize: whole(20) };

export const pageQuery = z.strictObject({
  state: z
    .string(once)
    .pipe(z.enum(visibleStates, `must be one of ${visibleStates.join(', ')}`))
    .optional(),
  ...numbered,
});

const moment = z.string(once).transform((raw, context): Date => {
  const read = readMoment(raw);
  if (read !== null) return read;
  context.addIssue(`must be ${momentForm}`);
  return z.NEVER;
});

const currency = z
  .string(once)
  .transform((raw, context): Currency => {
    if (isCurrency(raw)) return raw;
    context.addIssue('must be an ISO 4217 currency code such as USD');
    return z.NEVER;
  })
  .optional();

export const paymentsQuery = z
  .strictObject({
    status: z.string(once).pipe(z.enum(paymentStatuses, 'must be the name of a status such as Captured')).optional(),
    currency,
    needsReview: z
      .string(once)
      .pipe(z.enum(['true', 'false'], 'must be true or false'))
      .transform((raw) => raw === 'true')
      .optional(),
    createdFrom: moment.optional(),
    createdTo: moment.optional(),
    ...numbered,
  })
  .refine(
    ({ createdFrom, createdTo }) => createdFrom === undefined || createdTo === undefined || createdFrom <= createdTo,
    {
      path: ['createdTo'],
      error: 'must not be before createdFrom',
    },
  );

export const currencyQuery = z.strictObject({ currency });

export const reconciliationQuery = z.strictObject({
  date: z.string(once).refine((raw) => readDay(raw) !== null, dayRule),
  currency,
});

const text = (rule = 'must be a string') => z.string(rule);
const by = { by: text() };
const anObject = 'must be a JSON object';

export const commandBody = z.strictObject(by, anObject);
export const amountBody = z.strictObject({ amount: text().nullish(), currency: text().nullish(), ...by }, anObject);
export const methodBody = z.strictObject({ token: text(), ...by }, anObject);
