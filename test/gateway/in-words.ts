import type { LookUp } from '../../src/gateway/payment-gateway.js';
import type { Standing } from '../../src/gateway/snapshot.js';
import type { GatewayEvent } from '../../src/gateway/webhook.js';
import { Currency } from '../../src/kernel/currency.js';
import { formatMoney, type Money } from '../../src/kernel/money.js';
import type { Outcome } from '../../src/payment/outcome.js';
import type { Truth } from './simulator-process.js';

const amount = (money: Money): string => `${formatMoney(money)} ${money.currency}`;

/** An outcome, or how an operation stands, on one line, as the matrix has it. */
export function inWords(outcome: Outcome | Standing): string {
  switch (outcome.kind) {
    case 'ok':
      return `ok ${amount(outcome.effect.amount)}`;
    case 'pending':
      return outcome.action === null ? 'pending' : 'pending with action';
    case 'declined':
      return `declined ${outcome.code} ${outcome.retry} (${outcome.gatewayCode})`;
    case 'not_attempted':
      return `not_attempted ${outcome.reason}`;
    case 'unknown':
      return `unknown ${outcome.cause}`;
    case 'rejected':
      return `rejected ${outcome.code} (${outcome.gatewayCode})`;
    case 'expired':
      return 'expired';
    case 'failed_later':
      return `failed_later ${amount(outcome.effect.amount)} (${outcome.gatewayCode})`;
  }
}

export function lookUpInWords(found: LookUp): string {
  if (found.kind === 'found') return inWords(found.snapshot.standing);
  return found.kind === 'unavailable' ? `unavailable ${found.reason}` : 'not_found';
}

export function disputeInWords({ of, report }: Extract<GatewayEvent, { readonly kind: 'dispute' }>): string {
  const { capture, fee, ...claim } = report.claim;
  const back = report.type === 'DisputeWon' ? `, ${amount(report.feeReturned)} of the fee back` : '';
  return `${report.type} of ${capture} by ${of}: ${amount(claim.amount)}, fee ${amount(fee)}${back}`;
}

export const truthInWords = ({ effects }: Truth): readonly string[] =>
  effects.map(({ kind, currency: code, ...effect }) => {
    const money = (minor: string): string => amount({ minor: BigInt(minor), currency: Currency(code) });
    return `${kind} ${money(effect.amount)}${effect.fee === '0' ? '' : `, fee ${money(effect.fee)}`}`;
  });
