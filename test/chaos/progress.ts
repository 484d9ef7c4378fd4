import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

type Wait = { readonly orderId: string | null; readonly messageId: string };

const lookAgainAfterMs = 250;

const appliedSql = `
select order_id::text || ' ' || message_id as key from inbox
join unnest($1::uuid[], $2::text[]) as asked (order_id, message_id) using (order_id, message_id)`;

const buriedSql = `select ' ' || message_id as key from dead_letters where message_id = any($1)`;

const keyOf = ({ orderId, messageId }: Wait): string => `${orderId ?? ''} ${messageId}`;

/** What the broker has confirmed and the service hasn't applied, or buried, yet. */
export class Progress {
  private readonly waiting = new Map<string, Wait>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly sql: Pool) {}

  get size(): number {
    return this.waiting.size;
  }

  /** @param wait without an order it's poison, which must come to rest in the dead letters */
  expect(wait: Wait): void {
    this.waiting.set(keyOf(wait), wait);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /**
   * Waits until all that is confirmed by now is applied, and all that is to be sent by then is confirmed.
   * @returns what is left after the time, in words; null when nothing is
   */
  async leftAfter(withinMs: number): Promise<string | null> {
    const deadline = performance.now() + withinMs;
    const keys = [...this.waiting.keys()];
    while (keys.some((key) => this.waiting.has(key))) {
      if (performance.now() > deadline)
        return `${keys.filter((key) => this.waiting.has(key)).length} confirmed events are not applied`;
      await pause(lookAgainAfterMs);
    }
    const last = await this.ask('select coalesce(max(id), 0)::text as n from outbox', []);
    for (;;) {
      const unsent = Number(await this.ask('select count(*)::text as n from outbox where id <= $1', [last]));
      if (unsent === 0) return null;
      if (performance.now() > deadline) return `${unsent} messages are not sent`;
      await pause(lookAgainAfterMs);
    }
  }

  private async ask(query: string, values: readonly unknown[]): Promise<string> {
    const { rows } = await this.sql.query<{ readonly n: string }>(query, [...values]);
    return rows[0]?.n ?? '0';
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look().catch(() => {
        // PostgreSQL is away, for a fault that strikes: the next look will tell.
      });
      await pause(lookAgainAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const asked = [...this.waiting.values()];
    const events = asked.filter(({ orderId }) => orderId !== null);
    const poison = asked.filter(({ orderId }) => orderId === null);
    const ids = (waits: readonly Wait[]): readonly string[] => waits.map(({ messageId }) => messageId);
    await this.strike(appliedSql, [events.map(({ orderId }) => orderId), ids(events)]);
    if (poison.length > 0) await this.strike(buriedSql, [ids(poison)]);
  }

  private async strike(query: string, values: readonly unknown[]): Promise<void> {
    const { rows } = await this.sql.query<{ readonly key: string }>(query, [...values]);
    for (const { key } of rows) this.waiting.delete(key);
  }
}
