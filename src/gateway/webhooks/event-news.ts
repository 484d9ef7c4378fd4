import { assertNever } from '../../kernel/assert-never.js';
import type { OrderId } from '../../kernel/ids.js';
import type { PaymentNews } from '../../payment/input.js';
import type { GatewayReference } from '../../payment/operation.js';
import type { PaymentGateway } from '../payment-gateway.js';
import { newsOf } from '../snapshot-news.js';
import type { GatewayEvent } from '../webhook.js';

export type News = { readonly orderId: OrderId; readonly body: PaymentNews };

/** A webhook is of a payment whose order the gateway can't tell at the moment: it has to tell it again. */
export class OrderNotFoundOut extends Error {
  readonly code = 'GATEWAY.ORDER_NOT_FOUND_OUT';
  constructor(reference: GatewayReference, reason: string) {
    super(`Whose payment ${reference} is, the gateway doesn't tell: ${reason}`);
  }
}

/**
 * What an event says to which order; null where it says nothing to any of ours. A dispute's order is the gateway's to tell: our
 * own books may not know its capture yet.
 * @throws OrderNotFoundOut
 */
export async function newsIn(event: GatewayEvent, gateway: PaymentGateway): Promise<News | null> {
  switch (event.kind) {
    case 'operation': {
      const body = newsOf(event.snapshot);
      return body === null ? null : { orderId: event.snapshot.orderId, body };
    }
    case 'dispute': {
      const found = await gateway.lookUp({ by: 'reference', reference: event.of });
      if (found.kind === 'unavailable') throw new OrderNotFoundOut(event.of, found.reason);
      return found.kind === 'not_found' ? null : { orderId: found.snapshot.orderId, body: event.report };
    }
    case 'not_ours':
      return null;
    default:
      return assertNever(event);
  }
}
