import { OrderId } from '../kernel/ids.js';

/** Rows of several orders, each order's in the order in which they came. */
export function byOrder<Row extends { readonly order_id: string }, Item>(
  rows: readonly Row[],
  toItems: (row: Row) => readonly Item[],
): ReadonlyMap<OrderId, readonly Item[]> {
  const items = new Map<OrderId, Item[]>();
  for (const row of rows) {
    const id = OrderId(row.order_id);
    const found = items.get(id);
    if (found === undefined) items.set(id, [...toItems(row)]);
    else found.push(...toItems(row));
  }
  return items;
}
