/** What of a method's token is shown to anybody: enough to tell one from another. */
export const methodEnding = (token: string): string => token.slice(-4);

/** What a payment's event carries, with the ending of each token in the token's place. */
export function withoutTokens(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutTokens);
  if (typeof data !== 'object' || data === null) return data;
  const fields = Object.entries(data).map(([name, value]: [string, unknown]) =>
    name === 'token' && typeof value === 'string' ? ['ending', methodEnding(value)] : [name, withoutTokens(value)],
  );
  return Object.fromEntries(fields) as unknown;
}
