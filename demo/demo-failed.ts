/** The demo can't go on, for a reason that a user can be told in a few lines. */
export class DemoFailed extends Error {
  readonly code = 'DEMO.FAILED';
  constructor(
    message: string,
    /** What else is worth seeing: the last lines of a log. */
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
