import type pg from 'pg';

export type LetterRow = {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
  readonly type: string | null;
  readonly order_id: string | null;
  readonly message_id: string | null;
  readonly attempts: number;
  readonly resolution: string | null;
  readonly resolved_at: Date | null;
  readonly resolved_by: string | null;
  readonly resolution_reason: string | null;
  readonly resolutions: readonly { readonly resolution: string; readonly by: string; readonly reason: string | null }[];
};

/** In the order of their burial. */
export async function lettersOf(sql: pg.Pool, orderId?: string): Promise<readonly LetterRow[]> {
  const { rows } = await sql.query<LetterRow>(
    'select * from dead_letters where $1::uuid is null or order_id = $1 order by position',
    [orderId ?? null],
  );
  return rows;
}

/** All that is known of an order but for its dead letters, as one text: the same text means that nothing has changed. */
export async function stateOf(sql: pg.Pool, orderId: string): Promise<string> {
  const tables = ['orders', 'order_events', 'inbox', 'messages', 'outbox', 'deferred_messages', 'contacts'];
  const parts = tables.map(
    (table) => `(select coalesce(json_agg(t order by t::text), '[]') from ${table} t where order_id = $1) as ${table}`,
  );
  const { rows } = await sql.query<Record<string, unknown>>(`select ${parts.join(', ')}`, [orderId]);
  return JSON.stringify(rows);
}

export async function historyOf(sql: pg.Pool, orderId: string): Promise<readonly string[]> {
  const { rows } = await sql.query<{ readonly type: string }>(
    'select type from order_events where order_id = $1 order by version',
    [orderId],
  );
  return rows.map(({ type }) => type);
}

/** Makes everything older, as if so many days had gone by. */
export async function letDaysPass(sql: pg.Pool, days: number): Promise<void> {
  const columns = {
    orders: ['created_at', 'updated_at', 'placed_at', 'wake_at'],
    order_events: ['recorded_at'],
    inbox: ['received_at'],
    messages: ['created_at'],
    dead_letters: ['first_at', 'last_at', 'resolved_at'],
  };
  for (const [table, names] of Object.entries(columns)) {
    const sets = names.map((name) => `${name} = ${name} - $1 * interval '1 day'`);
    await sql.query(`update ${table} set ${sets.join(', ')}`, [days]);
  }
}
