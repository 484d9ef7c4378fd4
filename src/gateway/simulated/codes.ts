import type { DeclineCode, Outcome, RejectionCode } from '../../payment/outcome.js';

type Declined = Extract<Outcome, { readonly kind: 'declined' }>;
type Meaning = Pick<Declined, 'code' | 'retry'>;

const meaning = (code: DeclineCode, retry: Declined['retry']): Meaning => ({ code, retry });

const declines: ReadonlyMap<string, Meaning> = new Map([
  ['insufficient_funds', meaning('insufficient_funds', 'later')],
  ['do_not_honor', meaning('do_not_honor', 'later')],
  ['lost_card', meaning('lost_or_stolen', 'never')],
  ['stolen_card', meaning('lost_or_stolen', 'never')],
  ['fraudulent', meaning('fraud_suspected', 'never')],
  ['expired_card', meaning('expired_method', 'other_method')],
  ['invalid_token', meaning('invalid_method', 'other_method')],
  ['limit_exceeded', meaning('limit_exceeded', 'later')],
  ['issuer_not_available', meaning('issuer_unavailable', 'later')],
  ['processing_error', meaning('processing_error', 'later')],
  // We ended it ourselves, while its customer was still to confirm it.
  ['cancelled', meaning('other', 'never')],
]);

/** A code that we don't know is a no like others: it may be tried again, as often as any soft one. */
export const declined = (gatewayCode: string): Declined => ({
  kind: 'declined',
  ...(declines.get(gatewayCode) ?? meaning('other', 'later')),
  gatewayCode,
});

const rejections: ReadonlyMap<string, RejectionCode> = new Map([
  ['already_captured', 'already_captured'],
  ['already_voided', 'already_voided'],
  ['already_refunded', 'already_refunded'],
  ['authorization_expired', 'expired'],
  ['refund_window_closed', 'expired'],
  ['amount_too_large', 'amount_too_large'],
  ['charge_disputed', 'invalid_request'],
  ['currency_mismatch', 'currency_mismatch'],
  ['no_such_payment', 'unknown_reference'],
  ['not_authorized', 'unknown_reference'],
  ['not_captured', 'unknown_reference'],
  ['key_reused', 'key_reused'],
]);

export const rejectionOf = (gatewayCode: string): RejectionCode | null => rejections.get(gatewayCode) ?? null;
