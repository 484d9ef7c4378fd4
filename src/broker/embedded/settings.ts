import type { BrokerLog } from '../broker-log.js';

export type EmbeddedBrokerSettings = {
  /** `postgresql://…`; not through a pooler in transaction mode, which has neither session locks nor LISTEN. */
  readonly url: string;
  readonly log: BrokerLog;
  /** Where the tables are, if not in the connection's own search path. */
  readonly schema?: string;
};
