import type { PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { OrderId } from '../../kernel/ids.js';
import { type FieldFault, InvalidRequest } from '../../platform/pipeline/validation.js';
import { visibleStates } from '../../queries/order-view.js';

const faultsOf = (issue: z.core.$ZodIssue): readonly FieldFault[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((field) => ({ field, rule: 'is not a parameter of this request' }))
    : [{ field: issue.path.join('.'), rule: issue.message }];

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

export const pageQuery = z.strictObject({
  state: z
    .string(once)
    .pipe(z.enum(visibleStates, `must be one of ${visibleStates.join(', ')}`))
    .optional(),
  pageIndex: whole(1),
  pageSize: whole(20),
});
