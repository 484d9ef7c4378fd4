import type { BrokerMessage, Destination } from '../../../src/broker/broker.js';
import type { Queued } from '../servers/input-queue.js';
import type { Claim } from './claims.js';

/** Who looks on at what the processes ask of their ports. */
export type PortWatch = {
  readonly onPublish: (destination: Destination, message: BrokerMessage, claim: Claim | null) => void;
  readonly onAcknowledge: (queued: Queued) => void;
  /** @param underWay what the process has handed to the broker, and has no answer to */
  readonly onRelease: (lanes: readonly number[], underWay: readonly BrokerMessage[]) => void;
};
