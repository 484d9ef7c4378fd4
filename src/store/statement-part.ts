import type { OrderId } from '../kernel/ids.js';
import type { ByteWriter } from '../platform/prisma/byte-writer.js';
import type { OrderWrite } from './tables.js';

/** A row that an order's write brings. */
export type OfOrder<Row> = { readonly orderId: OrderId; readonly row: Row };

export function rowsOf<Source extends { readonly orderId: OrderId }, Row>(
  sources: readonly Source[],
  rows: (source: Source) => Iterable<Row>,
): readonly OfOrder<Row>[] {
  const all: OfOrder<Row>[] = [];
  for (const source of sources) for (const row of rows(source)) all.push({ orderId: source.orderId, row });
  return all;
}

/** Some of the statement that writes a batch: its common table expressions, and the parameters of their relations in turn. */
export type StatementPart = {
  readonly ctes: string;
  /** @throws UnfitValue */
  readonly parameters: (to: ByteWriter, writes: readonly OrderWrite[]) => readonly Buffer[];
};
