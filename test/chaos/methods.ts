import { pick, type Random } from '../../demo/neighbours/random.js';
import type { ReviewReason } from '../../src/payment/state.js';

/**
 * The gateway's tokens that a run pays with, each with the reasons for which people may have to look at the payment after all. None
 * where the gateway only stutters: that comes right by itself, whatever strikes.
 */
export const methods: Readonly<Record<string, readonly ReviewReason[]>> = {
  tok_ok: [],
  'tok_authorize.not_attempted.2': [],
  'tok_authorize.timeout_before_effect': [],
  'tok_authorize.timeout_after_effect': [],
  'tok_authorize.error_after_effect': [],
  'tok_authorize.pending_then_ok': [],
  'tok_authorize.duplicate_webhook-capture.duplicate_webhook': [],
  'tok_authorize.webhook_first-capture.webhook_first': [],
  'tok_authorize.out_of_order-capture.out_of_order': [],
  'tok_authorize.declined.insufficient_funds.1': [],
  'tok_authorize.timeout_after_effect-look_up.timeout_before_effect.2': [],
  'tok_capture.not_attempted.2-void.not_attempted.2': [],
  'tok_capture.timeout_before_effect-void.timeout_before_effect': [],
  'tok_capture.timeout_after_effect-void.timeout_after_effect': [],
  'tok_capture.error_after_effect-void.error_after_effect': [],
  'tok_capture.pending_then_ok-void.pending_then_ok': [],
  'tok_refund.not_attempted.2': [],
  'tok_refund.timeout_before_effect': [],
  'tok_refund.timeout_after_effect': [],
  'tok_refund.error_after_effect': [],
  'tok_refund.pending_then_ok-capture.duplicate_webhook': [],
  'tok_refund.duplicate_webhook-authorize.out_of_order': [],
  // The order may be complete before it's known that nothing will be held.
  'tok_authorize.declined.lost_card': ['NothingToCapture'],
  'tok_authorize.declined.insufficient_funds': ['NothingToCapture'],
  'tok_authorize.pending_then_fail': ['NothingToCapture'],
  'tok_authorize.wrong_amount': ['NothingToCapture'],
  'tok_authorize.expired': ['NothingToCapture'],
  'tok_capture.declined.lost_card-void.declined.lost_card': ['CaptureFailed', 'VoidFailed'],
  'tok_capture.wrong_amount': ['AmountDiffers'],
};

const uncommon = Object.keys(methods).filter((token) => token !== 'tok_ok') as [string, ...string[]];

/** A payment method's token; null: the customer hasn't named any. */
export function methodFrom(random: Random): string | null {
  const chance = random();
  if (chance < 0.2) return null;
  return chance < 0.5 ? 'tok_ok' : pick(random, uncommon);
}
