// Of what the double can show, what Stripe shows by its id alone unless one asks for more.
const expandable: ReadonlySet<string> = new Set([
  ...['latest_charge', 'balance_transaction', 'failure_balance_transaction', 'source', 'charge', 'payment_intent'],
]);

/** An answer with only those objects in full that were asked for, by paths such as `data.source`. */
export function expandOnly(value: unknown, paths: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => expandOnly(item, paths));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => {
      const below = paths.flatMap((path) => (path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : []));
      const wanted = below.length > 0 || paths.includes(name);
      return [name, expandable.has(name) && !wanted ? idOf(part) : expandOnly(part, below)];
    }),
  );
}

const idOf = (part: unknown): unknown => (typeof part === 'object' && part !== null && 'id' in part ? part.id : part);
