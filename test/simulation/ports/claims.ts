import type { OutboxRow } from '../../../src/outbox/outbox-rows.js';

/** By what right a process publishes a message: what its last fetch of it said. */
export type Claim = {
  readonly instance: string;
  readonly row: Pick<OutboxRow, 'id' | 'lane' | 'token'>;
  /** Whether this very process has had it removed from the outbox. */
  readonly isRemovedHere: boolean;
};

/** What one process has fetched from the outbox, and has removed there. */
export class Claims {
  private readonly fetched = new Map<string, Omit<Claim, 'isRemovedHere'>>();
  private readonly removed = new Set<bigint>();

  fetch(instance: string, rows: readonly OutboxRow[]): void {
    for (const row of rows) this.fetched.set(row.messageId, { instance, row });
  }

  remove(ids: readonly bigint[]): void {
    for (const id of ids) this.removed.add(id);
  }

  of(messageId: string | null): Claim | null {
    const known = this.fetched.get(messageId ?? '');
    return known === undefined ? null : { ...known, isRemovedHere: this.removed.has(known.row.id) };
  }
}
