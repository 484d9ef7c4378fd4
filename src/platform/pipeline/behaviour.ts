/** A command or query on its way to its handler. */
export type Request = {
  readonly kind: 'command' | 'query';
  /** The class name. */
  readonly name: string;
  readonly message: object;
};

/**
 * One concern that surrounds every command and query. It must call `next` at most once, and synchronously when it does:
 * the handlers of one order have to be entered in the order of its events.
 */
export type Behaviour = (request: Request, next: () => Promise<unknown>) => Promise<unknown>;

export const chain = (behaviours: readonly Behaviour[]): Behaviour =>
  behaviours.reduceRight<Behaviour>(
    (inner, outer) => (request, next) => outer(request, () => inner(request, next)),
    (_request, next) => next(),
  );
