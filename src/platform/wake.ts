/** Rung after every commit that left something to relay. Cheap, and never waits: a lost ring costs latency, not a message. */
export abstract class Wake {
  abstract ring(): void;
}
