import type { IncomingEvent } from './incoming-event.js';
import type { PeerCommand } from './peer-command.js';

export const peerNames = ['graphile', 'dbos', 'prisma'] as const;
export type PeerName = (typeof peerNames)[number];

export type PeerSettings = {
  readonly databaseUrl: string;
  /** Resolves when the broker has confirmed the command. */
  readonly publish: (command: PeerCommand) => Promise<void>;
};

/** Another way to do an order's step: note the message, move the order, keep the event, and get the command out at least once. */
export type Peer = {
  /** Resolves when the message may be acknowledged: whatever happens now, the step and its command will be done. */
  readonly handle: (event: IncomingEvent, command: PeerCommand) => Promise<void>;
};

export type OpenPeer = (settings: PeerSettings) => Promise<Peer>;
