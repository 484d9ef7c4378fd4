import { v7 } from 'uuid';

/** Where new ids come from, so that a simulation can supply its own. */
export abstract class Ids {
  /** A UUIDv7: unique everywhere, and close in the index to what was made at the same time. */
  abstract next(): string;
}

export class UuidV7Ids extends Ids {
  next(): string {
    return v7();
  }
}
