import type { Message, Options } from 'amqplib';
import type { BrokerMessage } from '../broker.js';

// RabbitMQ routes by these, and closes the channel when one isn't a list: as headers of a copy they'd cost everybody's confirms.
const isRouting = (name: string): boolean => name === 'CC' || name === 'BCC';

export function publishOptions(message: BrokerMessage, mandatory: boolean): Options.Publish {
  const options: Options.Publish = { persistent: true, mandatory, headers: withoutRouting(message.headers) };
  if (message.messageId !== null) options.messageId = message.messageId;
  if (message.contentType !== null) options.contentType = message.contentType;
  return options;
}

function withoutRouting(headers: BrokerMessage['headers']): BrokerMessage['headers'] {
  if (!('CC' in headers || 'BCC' in headers)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isRouting(name)));
}

export function fromWire({ properties, content }: Message): BrokerMessage {
  return {
    messageId: textOrNull(properties.messageId),
    contentType: textOrNull(properties.contentType),
    headers: Object.fromEntries(Object.entries(properties.headers ?? {}).map(([name, value]) => [name, asText(value)])),
    body: content,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
