import type { BrokerLog } from '../broker-log.js';

export type RabbitMqSettings = {
  /** `amqp://user:password@host:port/vhost`, or `amqps://`. */
  readonly url: string;
  readonly log: BrokerLog;
  /** How our connections are called in the broker's lists. */
  readonly name?: string;
};
