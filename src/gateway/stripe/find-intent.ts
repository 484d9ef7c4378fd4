import type Stripe from 'stripe';
import type { Operation } from '../../payment/operation.js';

type Authorize = Extract<Operation, { readonly kind: 'authorize' }>;

/** When it's asked, and for how long after an operation's beginning its call may still be sent. */
export type SearchMoment = { readonly now: Date; readonly idempotencyTtlMs: number };

/** Too many intents to be read one by one. A later look-up asks the search, which knows them all by then. */
export class TooManyIntents extends Error {
  readonly code = 'GATEWAY.TOO_MANY_INTENTS';
  constructor(since: Date) {
    super(`Stripe has more than ${longestList} intents since ${since.toISOString()}`);
  }
}

// Stripe's search shows what is new in less than a minute, and up to an hour later during outages. Twice that, to be sure.
const searchLagMs = 2 * 3_600_000;
// By which our clock and Stripe's may differ.
const skewMs = 120_000;
const longestList = 5_000;

/**
 * The intent that an authorization made, by our id in its metadata. Search finds all but the newest; the newest are read one by
 * one, from the operation's beginning or from as long ago as search may lag, for lists are always up to date.
 */
export async function findIntent(stripe: Stripe, operation: Authorize, moment: SearchMoment): Promise<string | null> {
  const query = `metadata['operation_id']:'${operation.operationId}'`;
  const [found] = (await stripe.paymentIntents.search({ query, limit: 1 })).data;
  if (found !== undefined) return found.id;
  const begunMs = beginningOf(operation.operationId);
  const searchedMs = moment.now.getTime() - searchLagMs;
  // Nothing can have been made since: it was last sent before all that search knows.
  if (begunMs + moment.idempotencyTtlMs < searchedMs - skewMs) return null;
  return amongNewest(stripe, operation, Math.max(begunMs, searchedMs) - skewMs);
}

async function amongNewest(stripe: Stripe, { operationId }: Authorize, sinceMs: number): Promise<string | null> {
  let read = 0;
  const since = new Date(sinceMs);
  const created = { gte: Math.floor(sinceMs / 1000) };
  for await (const intent of stripe.paymentIntents.list({ created, limit: 100 })) {
    if (intent.metadata['operation_id'] === operationId) return intent.id;
    read += 1;
    if (read >= longestList) throw new TooManyIntents(since);
  }
  return null;
}

/** The first 48 bits of a UUIDv7 are milliseconds of Unix time. */
const beginningOf = (operationId: string): number => Number.parseInt(operationId.replaceAll('-', '').slice(0, 12), 16);
