import { Query } from '@nestjs/cqrs';
import { z } from 'zod';

/** Lengths as the Relay cursor connections specification has them. */
export type SliceAsked<Cursor> = {
  readonly first?: number | undefined;
  readonly after?: Cursor | undefined;
  readonly last?: number | undefined;
  readonly before?: Cursor | undefined;
};

export type Slice<Row> = {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

export type EdgeSlice<Cursor, Node> = Omit<Slice<unknown>, 'rows'> & {
  readonly edges: readonly { readonly cursor: Cursor; readonly node: Node }[];
};

const usualLength = 20;
const largestLength = 100;

export const sliceLength = z
  .number()
  .int()
  .min(0, 'must not be negative')
  .max(largestLength, `is at most ${String(largestLength)}`)
  .optional();

/** Asks for a stretch of a list. The arguments stand under their own names, so that a fault names the one that the client knows. */
export abstract class SliceQuery<
  Asked extends SliceAsked<unknown> & { readonly filter: unknown },
  Answer,
> extends Query<Answer> {
  readonly filter: Asked['filter'];
  readonly first: number | undefined;
  readonly last: number | undefined;

  constructor(readonly asked: Asked) {
    super();
    this.filter = asked.filter;
    this.first = asked.first;
    this.last = asked.last;
  }
}

/**
 * A stretch of a list, by the specification's section 4.4.
 * @param read so many rows after and before the cursors, from the front of the list or from its end
 */
export async function relaySlice<Row>(
  { first, after, last, before }: SliceAsked<unknown>,
  read: (fromEnd: boolean, limit: number) => Promise<readonly Row[]>,
): Promise<Slice<Row>> {
  // Only `last` alone is read from the end; with both, the specification takes the last ones of the first.
  const fromEnd = first === undefined && last !== undefined;
  const wanted = first ?? last ?? usualLength;
  // One more than wanted tells whether there are more.
  const found = await read(fromEnd, wanted + 1);
  const kept = found.slice(0, wanted);
  const inOrder = fromEnd ? kept.toReversed() : kept;
  const rows = !fromEnd && last !== undefined ? inOrder.slice(Math.max(inOrder.length - last, 0)) : inOrder;
  const more = found.length > wanted;
  return {
    rows,
    // What stands at a cursor was there when the cursor was made: that side isn't asked again.
    hasNextPage: fromEnd ? before !== undefined : more,
    hasPreviousPage: (fromEnd ? more : after !== undefined) || rows.length < inOrder.length,
  };
}
