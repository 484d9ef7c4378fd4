import { InvalidRequest } from '../../platform/pipeline/validation.js';
import { type Cursor, type OrderField, readCursor } from '../../queries/cursor.js';
import type { OrdersAsked } from '../../queries/list-orders.js';
import type { OrderFilter } from '../../queries/order-filter.js';
import type { OrderFilterInput, OrdersArgs } from './orders.args.js';

const toFilter = ({ state, placedBetween, email, basketId }: Partial<OrderFilterInput>): OrderFilter => ({
  states: state ?? undefined,
  placedBetween: { from: placedBetween?.from ?? undefined, to: placedBetween?.to ?? undefined },
  email: email ?? undefined,
  basketId: basketId ?? undefined,
});

/** A cursor that we made for a list in another order names a place that this list doesn't have. */
const cursorRule = 'is not a cursor of this list';

/** The arguments as they mean the same whether null or left out. @throws InvalidRequest naming each malformed cursor */
export function toOrdersAsked({ filter, orderBy, first, after, last, before }: OrdersArgs): OrdersAsked {
  const field: OrderField = orderBy?.field ?? 'placedAt';
  const cursors = { after: cursorOf(after, field), before: cursorOf(before, field) };
  const faults = (['after', 'before'] as const).filter((name) => cursors[name] === null);
  if (faults.length > 0)
    throw new InvalidRequest(
      'orders',
      faults.map((name) => ({ field: name, rule: cursorRule })),
    );
  return {
    filter: toFilter(filter ?? {}),
    field,
    direction: orderBy?.direction ?? 'descending',
    first: first ?? undefined,
    after: cursors.after ?? undefined,
    last: last ?? undefined,
    before: cursors.before ?? undefined,
  };
}

const cursorOf = (raw: string | null | undefined, field: OrderField): Cursor | null | undefined =>
  raw === null || raw === undefined ? undefined : readCursor(raw, field);
