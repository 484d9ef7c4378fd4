const written = /^letter (\d{1,19})$/;

/** A place among the dead letters, by the position that a letter got when it was buried. Opaque to the client. */
export const writeLetterCursor = (position: bigint): string =>
  Buffer.from(`letter ${String(position)}`).toString('base64url');

/** Null where the text is no cursor of dead letters. */
export function readLetterCursor(text: string): bigint | null {
  const [, position] = written.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return position === undefined ? null : BigInt(position);
}
