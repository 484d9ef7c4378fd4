import { assertNever } from '../../kernel/assert-never.js';
import type { OrderId } from '../../kernel/ids.js';
import { formatMoney } from '../../kernel/money.js';
import { type Declined, messageOf } from '../payments/door-answer.js';
import { RefusedRequest } from './problem.js';

/** What a command that wasn't done answers. */
export function refusedCommand(answer: Declined, orderId: OrderId): RefusedRequest {
  const message = messageOf(answer);
  switch (answer.kind) {
    case 'refused': {
      const { reason, version, status: paymentStatus } = answer;
      return new RefusedRequest(409, message, { reason, version, paymentStatus });
    }
    case 'amountRefused': {
      const { reason, version, status: paymentStatus, max } = answer;
      const most = max === null ? {} : { max: formatMoney(max), currency: max.currency };
      return new RefusedRequest(409, message, { reason, version, paymentStatus, ...most });
    }
    case 'versionConflict':
      return new RefusedRequest(412, message, { reason: 'VersionConflict', version: answer.actual });
    case 'orderNotFound':
      return new RefusedRequest(404, `There is no order ${orderId}`, { reason: 'OrderNotFound' });
    case 'keyReused':
      return new RefusedRequest(422, message, { reason: 'IdempotencyKeyReused' });
    case 'keyExpired':
      return new RefusedRequest(409, message, { reason: 'IdempotencyKeyExpired' });
    case 'paymentsOff':
      return new RefusedRequest(409, message, { reason: 'PaymentsSwitchedOff' });
    default:
      return assertNever(answer);
  }
}
