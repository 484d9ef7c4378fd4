import type { BasketId } from '../kernel/ids.js';
import { type Money, sameMoney } from '../kernel/money.js';

/** Who to write to. Null where nobody has told us yet; never blank. */
export type Contact = { readonly fullName: string | null; readonly email: string | null };

/** What an event claims about an order, and what is known of it. Null: not said, not known. */
export type Details = Contact & { readonly basketId: BasketId | null; readonly total: Money | null };

export type DetailField = keyof Details;

export const nothingKnown: Details = { fullName: null, email: null, basketId: null, total: null };

/** Reads a contact field: the neighbours send blanks where they know nothing. */
export const known = (raw: string | null | undefined): string | null =>
  raw === null || raw === undefined || raw.trim() === '' ? null : raw;

export type Reconciled = {
  /** What was missing and the claim supplied. */
  readonly filled: Partial<Details>;
  /** Fields where the claim says otherwise than what is known; the known value stays. */
  readonly disagreed: readonly DetailField[];
};

const agrees: Readonly<Record<DetailField, (known: Details, claim: Details) => boolean>> = {
  fullName: (known, claim) => known.fullName === claim.fullName,
  email: (known, claim) => known.email === claim.email,
  basketId: (known, claim) => known.basketId === claim.basketId,
  total: (known, claim) => known.total !== null && claim.total !== null && sameMoney(known.total, claim.total),
};

function standing(field: DetailField, known: Details, claim: Details): 'filled' | 'disagreed' | 'same' {
  if (claim[field] === null) return 'same';
  if (known[field] === null) return 'filled';
  return agrees[field](known, claim) ? 'same' : 'disagreed';
}

/** DESIGN, decision 7: the first known value wins, a later one fills what is missing, and nothing is ever erased. */
export function reconcile(details: Details, claim: Details): Reconciled {
  const fields: readonly DetailField[] = ['fullName', 'email', 'basketId', 'total'];
  const supplied = fields.filter((field) => standing(field, details, claim) === 'filled');
  return {
    filled: Object.fromEntries(supplied.map((field) => [field, claim[field]])),
    disagreed: fields.filter((field) => standing(field, details, claim) === 'disagreed'),
  };
}
