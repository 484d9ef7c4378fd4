import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

const maxDepth = 10;
// Two full pages of a hundred orders, with every field and their timelines.
const maxCost = 10_000;
const usualPage = 20;
const largestPage = 100;
const lists: ReadonlySet<string> = new Set(['orders', 'payments', 'deadLetters']);
// Each is a commit, and a call to the gateway.
const paymentMutations = [
  'capturePayment',
  'voidPayment',
  'refundPayment',
  'retryPayment',
  'lookUpPayment',
  'givePaymentMethod',
] as const;
// These read a whole table, or work through hundreds of messages.
const dear: ReadonlyMap<string, number> = new Map([
  ['totalCount', 500],
  ['orderStats', 500],
  ['deadLetterGroups', 500],
  ['ledgerAccounts', 500],
  ['reconciliation', 2_000],
  ['redriveDeadLetters', 500],
  ['discardDeadLetters', 500],
  ...paymentMutations.map((name) => [name, 500] as const),
]);
// A message's bytes, up to a megabyte each time: those of a usual page in one query, and not of much more.
const heavy: ReadonlyMap<string, number> = new Map([['body', 400]]);

/** `cost`: fields that may be answered, as often as their list is long. `once`: what is paid however long it is. */
type Size = { readonly depth: number; readonly cost: number; readonly once: number };
const nothing: Size = { depth: 0, cost: 0, once: 0 };

const both = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  cost: a.cost + b.cost,
  once: a.once + b.once,
});

/**
 * How often what stands below a field may come up. A length in a variable is not known yet, and one that is too large is
 * refused by its name later: the largest is taken.
 */
function repetitions({ name, arguments: args = [] }: FieldNode): number {
  const lengths = args.filter(({ name: { value } }) => value === 'first' || value === 'last').map(({ value }) => value);
  if (lengths.length === 0) return lists.has(name.value) ? usualPage : 1;
  const asked = lengths.map((value) => (value.kind === Kind.INT ? Number(value.value) : largestPage));
  return Math.min(Math.max(...asked, 1), largestPage);
}

/**
 * Refuses a query before it is run when it nests too deep or may ask for too much. Introspection may nest as it must:
 * graphql's own rule guards it against growing.
 */
export function queryLimits(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, Size>();

  const sizeOf = (set: SelectionSetNode | undefined): Size =>
    (set?.selections ?? []).map(sizeOfSelection).reduce(both, nothing);

  function sizeOfSelection(selection: SelectionNode): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value);
    const below = sizeOf(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    const name = selection.name.value;
    return {
      depth: name.startsWith('__') ? 0 : below.depth + 1,
      cost: (heavy.get(name) ?? 1) + below.cost * repetitions(selection),
      once: (dear.get(name) ?? 0) + below.once,
    };
  }

  /** Measured once, however often it is spread; one that spreads itself is refused by another rule. */
  function sizeOfFragment(name: string): Size {
    const known = fragments.get(name);
    if (known !== undefined) return known;
    fragments.set(name, nothing);
    const size = sizeOf(context.getFragment(name)?.selectionSet);
    fragments.set(name, size);
    return size;
  }

  return {
    OperationDefinition(node) {
      const { depth, ...size } = sizeOf(node.selectionSet);
      const cost = size.cost + size.once;
      const refuse = (what: string) => context.reportError(new GraphQLError(what, { nodes: node }));
      // graphql itself finds out only when it runs, and throws what looks like a fault of ours.
      if (context.getSchema().getRootType(node.operation) === undefined) refuse(`There is no ${node.operation} here.`);
      if (depth > maxDepth) refuse(`The query is nested ${depth} deep; at most ${maxDepth} is allowed.`);
      if (cost > maxCost) refuse(`The query may cost ${cost} fields; at most ${maxCost} are allowed.`);
    },
  };
}
