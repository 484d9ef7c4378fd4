import { z } from 'zod';
import type { Accounts, Movement } from './accounts.js';
import { type Asking, readAsking } from './asking.js';
import type { Books } from './books.js';
import type { Desk } from './desk.js';
import type { GatewayClock } from './gateway-clock.js';
import { type Answer, type Asked, failure, noSuchPlace, type Silence } from './http.js';
import { fingerprintOf, Idempotency } from './idempotency.js';
import { describeOperation, type Operation } from './operation.js';
import { type Fate, goesWell } from './token.js';

const invalidToken: Fate = { name: 'declined', code: 'invalid_token', times: Infinity };
const brokenInside = failure(500, 'server_error', 'internal');

/** What merchants call: operations, under idempotency keys, and looking them up. */
export class PublicApi {
  private readonly idempotency = new Idempotency();
  private readonly lookUps = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly clock: GatewayClock,
    private readonly books: Books,
    private readonly accounts: Accounts,
    private readonly desk: Desk,
  ) {}

  async operate(asked: Asked): Promise<Answer | Silence> {
    const key = asked.idempotencyKey;
    if (key === null) return failure(400, 'invalid_request', 'idempotency_key_missing');
    const fingerprint = fingerprintOf(asked.path, asked.body);
    const first = this.idempotency.find(key, fingerprint, this.clock.now());
    if (first === 'other request') return failure(422, 'refused', 'key_reused');
    const tries = this.books.countTry(key);
    if (first !== null) return first;
    try {
      const asking = readAsking(asked, key);
      return asking === null ? noSuchPlace : await this.execute(asking, fingerprint, tries);
    } catch (error) {
      if (error instanceof z.ZodError) return failure(400, 'invalid_request', error.issues[0]?.path.join('.') ?? '');
      throw error;
    }
  }

  lookUp({ path, query }: Asked): Answer | Silence {
    const reference = query.get('reference');
    const key = /^\/v1\/operations\/([^/]+)$/.exec(path)?.[1];
    const operation = this.find(key, reference);
    if (operation === null) return failure(404, 'not_found', 'no_such_operation');
    const tries = (this.lookUps.get(operation.id) ?? 0) + 1;
    this.lookUps.set(operation.id, tries);
    const fate = this.desk.lookUpFate(operation);
    const answer: Answer = { status: 200, body: describeOperation(operation) };
    return tries > fate.times ? answer : (lostBefore(fate, tries) ?? lostAfter(fate) ?? answer);
  }

  private find(key: string | undefined, reference: string | null): Operation | null {
    if (key !== undefined) return this.desk.find({ key: decodeURIComponent(key) });
    return reference === null ? null : this.desk.find({ reference });
  }

  private async execute(asking: Asking, fingerprint: string, tries: number): Promise<Answer | Silence> {
    const movement = this.accounts.movementOf(asking);
    if (movement === null) return this.keep(asking, fingerprint, failure(409, 'refused', 'no_such_payment'));
    const fate = this.fateOf(asking, movement);
    const lost = tries <= fate.times ? lostBefore(fate, tries) : null;
    if (lost !== null) return lost;
    const answer = await this.desk.perform(asking, movement, fate);
    const noAnswer = lostAfter(fate);
    this.keep(asking, fingerprint, noAnswer === null || noAnswer === 'silence' ? answer : noAnswer);
    return noAnswer ?? answer;
  }

  private keep(asking: Asking, fingerprint: string, answer: Answer): Answer {
    this.idempotency.keep(asking.key, fingerprint, answer, this.clock.now());
    return answer;
  }

  /** A decline can be for the first operations of an order alone: the next attempt is another operation. */
  private fateOf({ kind, order }: Asking, { script }: Movement): Fate {
    const fate = script === null ? invalidToken : (script.get(kind) ?? goesWell);
    if (fate.name !== 'declined') return fate;
    const count = (this.counts.get(`${kind} ${order}`) ?? 0) + 1;
    this.counts.set(`${kind} ${order}`, count);
    return count <= fate.times ? fate : goesWell;
  }
}

/** Refused at the door, in turns as too busy and too often, or lost on the way in. */
function lostBefore({ name }: Fate, tries: number): Answer | Silence | null {
  if (name === 'timeout_before_effect') return 'silence';
  if (name !== 'not_attempted') return null;
  return tries % 2 === 1 ? failure(503, 'not_processed', 'overloaded') : failure(429, 'not_processed', 'rate_limited');
}

/** Done, and not said: the connection falls silent, or the answer breaks, and a broken answer is what the key keeps. */
function lostAfter({ name }: Fate): Answer | Silence | null {
  if (name === 'timeout_after_effect') return 'silence';
  return name === 'error_after_effect' ? brokenInside : null;
}
