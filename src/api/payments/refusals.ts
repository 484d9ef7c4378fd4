import type { CommandRefusal } from '../../saga/operate-payment.js';

/** Refusals that another amount may mend. */
export type AmountRefusal = Extract<
  CommandRefusal,
  'AmountNotPositive' | 'CurrencyDiffers' | 'MoreThanAuthorized' | 'MoreThanRefundable'
>;
/** Refusals for what the payment is at the moment. */
export type PaymentRefusal = Exclude<CommandRefusal, AmountRefusal | 'OrderNotFound' | 'VersionConflict'>;

const amountSentences = {
  AmountNotPositive: 'The amount must be more than zero',
  CurrencyDiffers: "The amount must be in the payment's currency",
  MoreThanAuthorized: 'The amount is more than is authorized',
  MoreThanRefundable: 'The amount is more than can be refunded',
} as const satisfies Record<AmountRefusal, string>;

const paymentSentences = {
  NoPayment: 'The order has no payment',
  PaymentNotNeeded: 'The order costs nothing',
  OutcomeUnknown: 'The outcome of an operation is not known yet: look it up first',
  NotAuthorized: 'Nothing is authorized',
  AuthorizationUnderWay: 'The authorization is still under way',
  CaptureUnderWay: 'A capture is under way',
  VoidUnderWay: 'A void is under way',
  AlreadyCaptured: 'It is captured already',
  NothingCaptured: 'Nothing is captured that could be refunded',
  AlreadyEnded: 'The payment has ended',
  OrderEnded: 'The order is cancelled or has failed: nothing is captured for it any more',
  NothingToRetry: 'Nothing has failed that could be tried again',
  NothingToLookUp: 'There is nothing whose outcome could be looked up',
  MethodNotNeeded: 'The payment waits for no method',
} as const satisfies Record<PaymentRefusal, string>;

export const amountRefusals = Object.keys(amountSentences) as readonly AmountRefusal[];
export const paymentRefusals = Object.keys(paymentSentences) as readonly PaymentRefusal[];

export const isAmountRefusal = (refusal: string): refusal is AmountRefusal => Object.hasOwn(amountSentences, refusal);

export const sentenceOf = (refusal: AmountRefusal | PaymentRefusal): string =>
  isAmountRefusal(refusal) ? amountSentences[refusal] : paymentSentences[refusal];
