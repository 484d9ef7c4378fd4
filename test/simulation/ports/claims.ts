import { laneOf } from '../../../src/kernel/lane.js';
import type { Leases } from '../../../src/outbox/lane-leases.js';
import type { OutboxRow } from '../../../src/outbox/outbox-rows.js';
import type { OrderWrite, Written } from '../../../src/store/tables.js';

/** By what right a process publishes a message: what its last fetch of it said, or its own commit and the leases that it holds. */
export type Claim = {
  readonly instance: string;
  readonly row: Pick<OutboxRow, 'id' | 'lane' | 'token'>;
  /** Whether this very process has had it removed from the outbox. */
  readonly isRemovedHere: boolean;
};

/** What one process has fetched from the outbox or committed itself, and has removed there. */
export class Claims {
  private readonly fetched = new Map<string, Omit<Claim, 'isRemovedHere'>>();
  private readonly committed = new Map<string, Pick<OutboxRow, 'id' | 'lane'>>();
  private readonly removed = new Set<bigint>();
  private held: { readonly instance: string; readonly leases: Leases } | null = null;

  fetch(instance: string, rows: readonly OutboxRow[]): void {
    for (const row of rows) this.fetched.set(row.messageId, { instance, row });
  }

  hold(instance: string, leases: Leases): void {
    this.held = { instance, leases };
  }

  commit(writes: readonly OrderWrite[], written: Written): void {
    for (const { orderId, messages } of writes)
      for (const [index, id] of (written.get(orderId) ?? []).entries()) {
        const message = messages[index];
        if (message !== undefined) this.committed.set(message.messageId, { id, lane: laneOf(orderId) });
      }
  }

  remove(ids: readonly bigint[]): void {
    for (const id of ids) this.removed.add(id);
  }

  of(messageId: string | null): Claim | null {
    const known = this.fetched.get(messageId ?? '') ?? this.ownClaim(messageId ?? '');
    return known === null ? null : { ...known, isRemovedHere: this.removed.has(known.row.id) };
  }

  private ownClaim(messageId: string): Omit<Claim, 'isRemovedHere'> | null {
    const pointer = this.committed.get(messageId);
    const token = pointer === undefined ? undefined : this.held?.leases.get(pointer.lane);
    if (pointer === undefined || token === undefined || this.held === null) return null;
    return { instance: this.held.instance, row: { ...pointer, token } };
  }
}
