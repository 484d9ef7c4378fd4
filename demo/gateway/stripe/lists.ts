import type Stripe from 'stripe';

type Listed = { readonly id: string; readonly created: number };

/** A page of a list as Stripe gives it, the newest first. */
export function pageOf<T extends Listed>(all: readonly T[], query: URLSearchParams, url: string): Stripe.ApiList<T> {
  const since = Number(query.get('created[gte]') ?? 0);
  const limit = Math.min(100, Number(query.get('limit') ?? 10));
  const newestFirst = all.filter(({ created }) => created >= since).reverse();
  const after = query.get('starting_after');
  const from = after === null ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
  return {
    object: 'list',
    data: newestFirst.slice(from, from + limit),
    has_more: newestFirst.length > from + limit,
    url,
  };
}
