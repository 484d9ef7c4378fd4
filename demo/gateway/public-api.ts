import { z } from 'zod';
import { readAsking } from './asking.js';
import type { Books } from './books.js';
import type { Clerk } from './clerk.js';
import type { GatewayClock } from './gateway-clock.js';
import { type Answer, type Asked, failure, noSuchPlace, type Silence } from './http.js';
import { fingerprintOf, Idempotency } from './idempotency.js';
import { describeOperation, type Operation } from './operation.js';
import type { Operations } from './operations.js';
import type { Payouts } from './payouts.js';

const linesPerPage = 100;

export type ApiParts = {
  readonly clock: GatewayClock;
  readonly books: Books;
  readonly clerk: Clerk;
  readonly operations: Operations;
  readonly payouts: Payouts;
};

/** What merchants call: operations, under idempotency keys, looking them up, and what was paid out. */
export class PublicApi {
  private readonly idempotency = new Idempotency();

  constructor(private readonly parts: ApiParts) {}

  answer(asked: Asked): Promise<Answer | Silence> | Answer | Silence {
    if (asked.method === 'POST') return this.operate(asked);
    return asked.path === '/v1/settlements' ? this.settlements(asked.query) : this.lookUp(asked);
  }

  private async operate(asked: Asked): Promise<Answer | Silence> {
    const { clock, books, clerk } = this.parts;
    const key = asked.idempotencyKey;
    if (key === null) return failure(400, 'invalid_request', 'idempotency_key_missing');
    const fingerprint = fingerprintOf(asked.path, asked.body);
    const first = this.idempotency.find(key, fingerprint, clock.now());
    if (first === 'other request') return failure(422, 'refused', 'key_reused');
    const tries = books.countTry(key);
    if (first !== null) return first;
    try {
      const asking = readAsking(asked, key);
      if (asking === null) return noSuchPlace;
      const { said, kept } = await clerk.execute(asking, tries);
      if (kept !== null) this.idempotency.keep(key, fingerprint, kept, clock.now());
      return said;
    } catch (error) {
      if (error instanceof z.ZodError) return failure(400, 'invalid_request', error.issues[0]?.path.join('.') ?? '');
      throw error;
    }
  }

  private lookUp({ path, query }: Asked): Answer | Silence {
    const reference = query.get('reference');
    const key = /^\/v1\/operations\/([^/]+)$/.exec(path)?.[1];
    const operation = this.find(key, reference);
    if (operation === null) return failure(404, 'not_found', 'no_such_operation');
    return this.parts.clerk.lookUpFault(operation) ?? { status: 200, body: describeOperation(operation) };
  }

  private find(key: string | undefined, reference: string | null): Operation | null {
    if (key !== undefined) return this.parts.operations.find({ key: decodeURIComponent(key) });
    return reference === null ? null : this.parts.operations.find({ reference });
  }

  private settlements(query: URLSearchParams): Answer {
    const since = new Date(query.get('since') ?? 0);
    if (Number.isNaN(since.getTime())) return failure(400, 'invalid_request', 'since');
    return { status: 200, body: this.parts.payouts.page(since, query.get('after'), linesPerPage) };
  }
}
