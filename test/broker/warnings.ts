import type { BrokerLog } from '../../src/broker/broker-log.js';

/** Keeps what an adapter warned of, from the last reset on. */
export class Warnings implements BrokerLog {
  readonly texts: string[] = [];
  info(): void {
    return undefined;
  }
  warn(details: Readonly<Record<string, unknown>>, text: string): void {
    this.texts.push(`${text}: ${JSON.stringify(details.what ?? details.session)}`);
  }
}
