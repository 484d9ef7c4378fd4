/**
 * A value that the element type of its array can't hold: what PostgreSQL calls a data exception where it reads the value itself. Names the
 * type alone, since the value may be personal.
 */
export class UnfitValue extends Error {
  readonly code = 'STORE.UNFIT_VALUE';
  constructor(type: string) {
    super(`A value of the write is no ${type}`);
  }
}
