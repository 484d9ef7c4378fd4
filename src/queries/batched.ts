import DataLoader from 'dataloader';

// A page of a hundred orders, asked for a few times in one request, is still one statement.
const largestBatch = 1_000;

/**
 * Gathers what is asked for within one turn of the event loop, by one request or by many, and reads it with one statement.
 * Nothing is remembered: every batch reads anew, so an answer is never older than its question.
 */
export function batched<Id, Value>(
  read: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, Value>>,
): (id: Id) => Promise<Value | null> {
  const loader = new DataLoader<Id, Value | null>(
    async (ids) => {
      const found = await read([...new Set(ids)]);
      return ids.map((id) => found.get(id) ?? null);
    },
    {
      cache: false,
      maxBatchSize: largestBatch,
      // After the poll phase: by then every request that has arrived has asked.
      batchScheduleFn: (dispatch) => setImmediate(dispatch),
    },
  );
  return (id) => loader.load(id);
}
