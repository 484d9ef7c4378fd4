/** The same value as it comes back from a store that keeps no order of names. */
export const reversed = <T extends object>(value: T): T =>
  Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]: [string, unknown]) => [
        name,
        typeof part === 'object' && part !== null ? reversed(part) : part,
      ]),
  ) as T;
