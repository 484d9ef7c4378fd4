import type { ZodType } from 'zod';
import type { Behaviour } from './behaviour.js';

/** A command or query class says what it takes in a static `rules`; one without is taken as it is. */
type Ruled = { readonly rules?: ZodType };

export type FieldFault = { readonly field: string; readonly rule: string };

/** What was asked for breaks a rule: the caller's fault, with every field and the rule that it breaks. */
export class InvalidRequest extends Error {
  readonly code = 'REQUEST.INVALID';
  readonly blame = 'caller';
  constructor(
    name: string,
    readonly faults: readonly FieldFault[],
  ) {
    super(`${name} is not valid: ${faults.map(({ field, rule }) => `${field} ${rule}`).join('; ')}`);
  }
}

export const validation: Behaviour = (request, next) => {
  const { rules } = request.message.constructor as Ruled;
  const checked = rules?.safeParse(request.message);
  if (checked === undefined || checked.success) return next();
  const faults = checked.error.issues.map(({ path, message }) => ({ field: path.join('.'), rule: message }));
  return Promise.reject(new InvalidRequest(request.name, faults));
};
