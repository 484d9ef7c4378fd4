import { OrderId } from '../kernel/ids.js';

export const orderFields = ['placedAt', 'updatedAt'] as const;
/** What a list is ordered by; the order's id decides between equals. */
export type OrderField = (typeof orderFields)[number];

/** Payments are listed by when they came into being. */
export type CursorField = OrderField | 'createdAt';

/** A place in a list: the time in microseconds since 1970, as PostgreSQL keeps it, and the order that stands there. */
export type Cursor<Field extends CursorField = OrderField> = {
  readonly field: Field;
  readonly micros: bigint;
  readonly orderId: OrderId;
};

const written = /^(placedAt|updatedAt|createdAt) (\d{1,16}) ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Opaque to the client, who must not build on what is inside. */
export const writeCursor = ({ field, micros, orderId }: Cursor<CursorField>): string =>
  Buffer.from(`${field} ${String(micros)} ${orderId}`).toString('base64url');

/** Null where the text is no cursor of a list that is ordered by `field`. */
export function readCursor<Field extends CursorField>(text: string, field: Field): Cursor<Field> | null {
  const [, ofField, micros, orderId] = written.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (ofField !== field || micros === undefined || orderId === undefined) return null;
  return { field, micros: BigInt(micros), orderId: OrderId(orderId) };
}

/** The time with all its microseconds, which a Date would cut off. */
export function timeOf({ micros }: Pick<Cursor, 'micros'>): string {
  const milliseconds = new Date(Number(micros / 1000n)).toISOString();
  return milliseconds.replace('Z', `${String(micros % 1000n).padStart(3, '0')}Z`);
}
