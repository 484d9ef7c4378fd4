import type { ConsumeMessage } from 'amqplib';

/** The message id of the event that a command answers. */
export const causeOf = ({ properties }: ConsumeMessage): string => String(properties.headers?.['causation-id']);
