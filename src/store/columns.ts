import { binaryArray, type ElementsOf } from '../platform/prisma/binary-array.js';
import type { ByteWriter } from '../platform/prisma/byte-writer.js';

/** One array parameter of a statement: its SQL name and element type, and how to take it from a row. */
export type Column<Row> = { readonly name: string } & ElementsOf<Row>;

/**
 * Rows as one array for each column: the cheapest way to hand a batch to PostgreSQL, and one text for every batch size.
 * `sql` is `unnest($1::uuid[], …) as alias(name, …)`.
 */
export type Relation<Row> = {
  readonly sql: string;
  readonly names: string;
  /** @throws UnfitValue */
  readonly parameters: (to: ByteWriter, rows: readonly Row[]) => readonly Buffer[];
};

/** @param offset how many parameters of the statement come before */
function relation<Row>(alias: string, offset: number, columns: readonly Column<Row>[]): Relation<Row> {
  const names = columns.map(({ name }) => name).join(', ');
  const arrays = columns.map(({ type }, index) => `$${String(offset + index + 1)}::${type}[]`);
  return {
    sql: `unnest(${arrays.join(', ')}) as ${alias}(${names})`,
    names,
    parameters: (to, rows) => columns.map((column) => binaryArray(to, column, rows)),
  };
}

/** Makes the relations of one statement, each with the parameters after those of the one before. */
export function relations() {
  let placed = 0;
  return <Row>(alias: string, columns: readonly Column<Row>[]): Relation<Row> => {
    const made = relation(alias, placed, columns);
    placed += columns.length;
    return made;
  };
}
export type NextRelation = ReturnType<typeof relations>;
