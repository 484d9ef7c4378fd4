import { z } from 'zod';
import type { Books } from './books.js';
import type { GatewayClock } from './gateway-clock.js';
import { type Answer, type Asked, failure, noSuchPlace, readJson } from './http.js';
import { describeOperation } from './operation.js';
import type { Operations } from './operations.js';
import { lineBreak, type Payouts } from './payouts.js';
import type { Webhooks } from './webhooks.js';

const advance = z.strictObject({ advance_ms: z.int().positive() });
const payout = z.strictObject({ breaks: z.array(lineBreak).default([]) });
const target = z.strictObject({ url: z.url(), secrets: z.array(z.string().min(1)).min(1) }).nullable();

export type Controlled = {
  readonly clock: GatewayClock;
  readonly books: Books;
  readonly operations: Operations;
  readonly payouts: Payouts;
  readonly webhooks: Webhooks;
};

/** What no real gateway has: the clock, payouts on demand, and the truth. */
export class ControlApi {
  constructor(private readonly parts: Controlled) {}

  answer(asked: Asked): Answer {
    try {
      return this.obey(asked);
    } catch (error) {
      if (error instanceof z.ZodError) return failure(400, 'invalid_request', z.prettifyError(error));
      throw error;
    }
  }

  private obey({ method, path, query, body }: Asked): Answer {
    const { clock, books, payouts, webhooks } = this.parts;
    switch (`${method} ${path}`) {
      case 'GET /truth':
        return { status: 200, body: this.truth(query.get('order')) };
      case 'GET /truth/totals':
        return { status: 200, body: { totals: books.totals() } };
      case 'POST /control/clock':
        clock.advance(advance.parse(readJson(body)).advance_ms);
        return { status: 200, body: { now: clock.now().toISOString() } };
      case 'POST /control/payouts':
        return { status: 200, body: { lines: payouts.make(payout.parse(readJson(body)).breaks, clock.now()) } };
      case 'POST /control/webhooks':
        webhooks.target = target.parse(readJson(body));
        return { status: 200, body: {} };
      default:
        return noSuchPlace;
    }
  }

  /** @param order null: of all orders */
  private truth(order: string | null) {
    const { books, webhooks } = this.parts;
    const operations = this.parts.operations.list().filter((operation) => order === null || operation.order === order);
    const keys = new Set(operations.map(({ key }) => key));
    return {
      ...books.truth(order),
      operations: operations.map(describeOperation),
      webhooks: webhooks.log.filter(({ key }) => key !== null && keys.has(key)),
    };
  }
}
