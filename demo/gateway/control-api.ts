import { z } from 'zod';
import type { Books } from './books.js';
import type { GatewayClock } from './gateway-clock.js';
import type { DisputeDesk } from './dispute-desk.js';
import { describeDispute, type Disputes } from './disputes.js';
import { type Answer, type Asked, failure, noSuchPlace, readJson } from './http.js';
import { describeOperation } from './operation.js';
import type { Operations } from './operations.js';
import { lineBreak, type Payouts } from './payouts.js';
import type { Webhooks } from './webhooks.js';

const advance = z.strictObject({ advance_ms: z.int().positive() });
const payout = z.strictObject({ breaks: z.array(lineBreak).default([]) });
const minor = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const dispute = z.strictObject({ capture: z.string().min(1), amount: minor.optional() });
const decision = z.strictObject({ dispute: z.string().min(1), outcome: z.enum(['won', 'lost']) });
const target = z.strictObject({ url: z.url(), secrets: z.array(z.string().min(1)).min(1) }).nullable();

export type Controlled = {
  readonly clock: GatewayClock;
  readonly books: Books;
  readonly operations: Operations;
  readonly payouts: Payouts;
  readonly webhooks: Webhooks;
  readonly disputes: Disputes;
  readonly disputeDesk: DisputeDesk;
};

/** What no real gateway has: the clock, payouts and disputes on demand, and the truth. */
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
      case 'POST /control/disputes':
        return this.openDispute(dispute.parse(readJson(body)));
      case 'POST /control/disputes/decision':
        return this.decideDispute(decision.parse(readJson(body)));
      case 'POST /control/webhooks':
        webhooks.target = target.parse(readJson(body));
        return { status: 200, body: {} };
      default:
        return noSuchPlace;
    }
  }

  private openDispute({ capture: reference, amount }: z.output<typeof dispute>): Answer {
    const capture = this.parts.operations.find({ reference });
    if (capture?.kind !== 'capture') return failure(404, 'not_found', 'no_such_capture');
    const opened = this.parts.disputeDesk.open(capture, amount ?? null);
    return opened === null
      ? failure(409, 'refused', 'not_disputable')
      : { status: 200, body: { dispute: describeDispute(opened) } };
  }

  private decideDispute({ dispute: id, outcome }: z.output<typeof decision>): Answer {
    const found = this.parts.disputes.find(id);
    if (found === null) return failure(404, 'not_found', 'no_such_dispute');
    return this.parts.disputeDesk.decide(found, outcome)
      ? { status: 200, body: { dispute: describeDispute(found) } }
      : failure(409, 'refused', 'already_decided');
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
