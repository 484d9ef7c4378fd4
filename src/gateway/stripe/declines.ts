import type { DeclineCode, Outcome } from '../../payment/outcome.js';
import type { WireDecline } from './wire.js';

type Declined = Extract<Outcome, { readonly kind: 'declined' }>;
type Retry = Declined['retry'];

/** Stripe's decline codes, error codes of cards and reasons of failed refunds, by what they mean to us. */
const meanings: readonly (readonly [DeclineCode, Retry, string])[] = [
  ['insufficient_funds', 'later', 'insufficient_funds'],
  ['do_not_honor', 'later', 'do_not_honor call_issuer no_action_taken not_permitted declined'],
  ['do_not_honor', 'other_method', 'service_not_allowed transaction_not_allowed'],
  ['do_not_honor', 'never', 'stop_payment_order revocation_of_authorization revocation_of_all_authorizations'],
  ['lost_or_stolen', 'never', 'lost_card stolen_card pickup_card restricted_card lost_or_stolen_card'],
  ['fraud_suspected', 'never', 'fraudulent merchant_blacklist security_violation'],
  ['expired_method', 'other_method', 'expired_card expired_or_canceled_card invalid_expiry_month invalid_expiry_year'],
  ['invalid_method', 'other_method', 'incorrect_number invalid_number invalid_account incorrect_cvc invalid_cvc'],
  ['invalid_method', 'other_method', 'incorrect_zip incorrect_address incorrect_pin invalid_pin pin_try_exceeded'],
  ['invalid_method', 'other_method', 'card_not_supported currency_not_supported testmode_decline live_mode_test_card'],
  ['limit_exceeded', 'later', 'card_velocity_exceeded withdrawal_count_limit_exceeded invalid_amount'],
  ['issuer_unavailable', 'later', 'issuer_not_available try_again_later reenter_transaction approve_with_id'],
  ['processing_error', 'later', 'processing_error'],
  // Nobody confirmed that the card is theirs, or nobody was there to be asked.
  ['other', 'other_method', 'authentication_required payment_intent_authentication_failure authentication_not_handled'],
  ['other', 'never', 'canceled duplicate_transaction'],
];

const declines: ReadonlyMap<string, readonly [DeclineCode, Retry]> = new Map(
  meanings.flatMap(([code, retry, words]) =>
    words.split(' ').map((word): [string, readonly [DeclineCode, Retry]] => [word, [code, retry]]),
  ),
);

/** What the issuer advises counts for more than what the code's name says. */
const advice: ReadonlyMap<string, Retry> = new Map([
  ['do_not_try_again', 'never'],
  ['try_again_later', 'later'],
  ['confirm_card_data', 'other_method'],
]);

/** A code that we don't know is a no like others: it may be tried again, as often as any soft one. */
export function declined({ code, decline_code, advice_code }: WireDecline): Declined {
  const gatewayCode = decline_code ?? code ?? 'generic_decline';
  const [meaning, retry] = declines.get(gatewayCode) ?? (['other', 'later'] as const);
  return { kind: 'declined', code: meaning, retry: advice.get(advice_code ?? '') ?? retry, gatewayCode };
}
