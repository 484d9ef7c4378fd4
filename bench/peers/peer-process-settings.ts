import type { PeerName } from './peer.js';

/** The first message to a peer's process. */
export type PeerProcessSettings = {
  readonly name: PeerName;
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  /** In front of every exchange and queue name. */
  readonly prefix: string;
};
