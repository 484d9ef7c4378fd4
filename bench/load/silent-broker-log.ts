import type { BrokerLog } from '../../src/broker/broker-log.js';

/** What fails is thrown as well. */
export const silentBrokerLog: BrokerLog = { info: () => undefined, warn: () => undefined };
