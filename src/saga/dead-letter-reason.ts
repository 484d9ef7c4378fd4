/** Why a message is a dead letter: it can't be read, applied, waited for any longer, or published. */
export const deadLetterReasons = [
  'TooLarge',
  'MalformedBody',
  'UnknownType',
  'MissingMessageId',
  'InvalidField',
  'HandlerFailed',
  'CheckoutWaitExpired',
  'PublishFailed',
] as const;

export type DeadLetterReason = (typeof deadLetterReasons)[number];

/** Why a message from a broker goes to the dead letters when it comes. */
export type InboundReason = Exclude<DeadLetterReason, 'CheckoutWaitExpired' | 'PublishFailed'>;
