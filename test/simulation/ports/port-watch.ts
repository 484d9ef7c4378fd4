import type { BrokerMessage, Destination } from '../../../src/broker/broker.js';
import type { Queued } from '../servers/input-queue.js';

/** Who looks on at what the processes ask of their ports. */
export type PortWatch = {
  readonly onPublish: (destination: Destination, message: BrokerMessage) => void;
  readonly onAcknowledge: (queued: Queued) => void;
  /** @param underWay what the process has handed to the broker, and has no answer to */
  readonly onRelease: (lanes: readonly number[], underWay: readonly BrokerMessage[]) => void;
};
