type Refusal = Error & { readonly code: string; readonly blame: 'caller' };

/**
 * What a handler throws because of what it was asked: nothing of ours has failed. Such an error says so itself (`blame`), since who knows
 * the handlers' errors must not be known here.
 */
export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'blame' in error && error.blame === 'caller';
