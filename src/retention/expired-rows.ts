/** One kind of row that goes when its retention is over. */
export type ExpiredRows = {
  /** For the log and the metrics. */
  readonly kind: 'messages' | 'deadLetters' | 'copies' | 'answers';
  /**
   * Removes what is over, batch by batch, each in a short transaction of its own that locks nothing which a writer wants.
   * Yields how many each batch removed.
   */
  batches(): AsyncIterable<number>;
};
