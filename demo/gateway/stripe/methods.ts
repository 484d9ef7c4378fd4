import { readToken, type Script } from '../token.js';

const refused: Readonly<Record<string, string>> = {
  '': 'generic_decline',
  InsufficientFunds: 'insufficient_funds',
  LostCard: 'lost_card',
  StolenCard: 'stolen_card',
  Fraudulent: 'fraudulent',
  ExpiredCard: 'expired_card',
  IncorrectCvc: 'incorrect_cvc',
  ProcessingError: 'processing_error',
  VelocityLimitExceeded: 'card_velocity_exceeded',
};

const tokens: ReadonlyMap<string, string> = new Map([
  ...['visa', 'visa_debit', 'mastercard', 'amex', 'discover'].map((brand) => [`pm_card_${brand}`, 'tok_ok'] as const),
  ['pm_card_authenticationRequired', 'tok_authorize.pending_then_ok'],
  ['pm_card_threeDSecure2Required', 'tok_authorize.pending_then_ok'],
  ['pm_card_pendingRefund', 'tok_refund.pending_then_ok'],
  ['pm_card_refundFail', 'tok_refund.late_failure'],
  ['pm_card_createDispute', 'tok_capture.disputed'],
  ['pm_card_createDisputeProductNotReceived', 'tok_capture.disputed'],
  ['pm_card_createDisputeInquiry', 'tok_capture.inquired'],
  ...Object.entries(refused).flatMap(([name, code]) =>
    ['', 'visa_'].map((brand) => [`pm_card_${brand}chargeDeclined${name}`, `tok_authorize.declined.${code}`] as const),
  ),
]);

// With cards these are done or refused while one waits.
const neverPending = /(capture|void)\.(pending|out_of_order)|void\.declined/;

/** Stripe's names of its test cards, and this gateway's own tokens for what those can't do. */
export const readMethod = (method: string): Script | null =>
  neverPending.test(method) ? null : readToken(tokens.get(method) ?? method);

/** A customer has to confirm that the card is theirs. */
export const asksCustomer = (method: string): boolean => {
  const fate = readMethod(method)?.get('authorize')?.name ?? 'ok';
  return fate.startsWith('pending') || fate === 'out_of_order';
};
