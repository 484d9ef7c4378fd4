/** Rung after every commit that left something to relay. Cheap, and never waits: a lost ring costs latency, not a message. */
export abstract class Wake {
  /** @param lanes the lanes that have something new */
  abstract ring(lanes: Iterable<number>): void;
}

/** Rung after every commit that left something to ask of the payment gateway at once; as cheap and as harmless to lose. */
export abstract class GatewayRing {
  abstract ring(): void;
}
