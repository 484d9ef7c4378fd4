const batchSize = 500;

/**
 * Removes batch after batch until one isn't full, and yields how many each removed.
 * @param remove takes how many it may remove at most
 */
export async function* fullBatches(remove: (most: number) => Promise<number>): AsyncGenerator<number> {
  for (let removed = batchSize; removed === batchSize;) {
    removed = await remove(batchSize);
    yield removed;
  }
}
