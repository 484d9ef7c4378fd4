/** The names that `pickFields` looks for, found by their exact spelling and in lower case. */
export type FieldNames = ReadonlyMap<string, string>;

export const fieldNames = (names: readonly string[]): FieldNames =>
  new Map(
    names.flatMap((name): [string, string][] => [
      [name, name],
      [name.toLowerCase(), name],
    ]),
  );

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The named fields of an object that came over the wire, spelled as we spell them. .NET reads names in any case, and so
 * do the neighbours write them; where two differ by case alone the exact one counts, else the last. All other keys
 * (`__proto__` and its like among them) are left behind.
 */
export function pickFields(object: Fields, names: FieldNames): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    const name = names.get(key) ?? names.get(key.toLowerCase());
    if (name !== undefined && (name === key || !Object.hasOwn(object, name))) picked[name] = object[key];
  }
  return picked;
}
