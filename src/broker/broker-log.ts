/** What an adapter needs to report its connections' fate; pino's logger is one. */
export type BrokerLog = {
  info(details: Readonly<Record<string, unknown>>, message: string): void;
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
};
