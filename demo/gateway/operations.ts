import type { Operation } from './operation.js';

/** Every operation that was taken on. */
export class Operations {
  private readonly byKey = new Map<string, Operation>();
  private readonly byReference = new Map<string, Operation>();

  add(operation: Operation): void {
    this.byKey.set(operation.key, operation);
    this.byReference.set(operation.id, operation);
  }

  find(by: { readonly key: string } | { readonly reference: string }): Operation | null {
    return ('key' in by ? this.byKey.get(by.key) : this.byReference.get(by.reference)) ?? null;
  }

  list(): readonly Operation[] {
    return [...this.byReference.values()];
  }

  /** What was asked of the object that an operation made, in that order. */
  childrenOf(id: string): readonly Operation[] {
    return this.list().filter(({ parent }) => parent === id);
  }
}
