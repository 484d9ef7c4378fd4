import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer, Asked, Silence } from '../http.js';
import { fingerprintOf, Idempotency } from '../idempotency.js';
import type { ApiParts } from '../public-api.js';
import { failed } from './errors.js';
import { expandOnly } from './expand.js';
import { listIn, readForm } from './form.js';
import { Questions } from './questions.js';
import { answerToFault, readAsking } from './read-asking.js';
import type { StripeFace } from './stripe-face.js';

/** What merchants call of Stripe's, as far as holding, taking and giving back money goes. */
export class StripeApi {
  private readonly idempotency = new Idempotency();
  private readonly underWay = new Set<string>();
  private readonly questions: Questions;

  constructor(
    private readonly parts: ApiParts,
    private readonly face: StripeFace,
  ) {
    this.questions = new Questions(parts, face.objects);
  }

  async answer(asked: Asked): Promise<Answer | Silence> {
    if (!/^Bearer sk_test_\w+$/.test(asked.authorization ?? '')) return failed(401, { type: 'invalid_request_error' });
    const isPost = asked.method === 'POST';
    const said = isPost ? await this.operate(asked) : this.questions.answer(asked);
    if (said === 'silence' || said.status !== 200) return said;
    const form = readForm(isPost ? asked.body.toString('utf8') : asked.query.toString());
    return { ...said, body: expandOnly(said.body, listIn(form, 'expand')) };
  }

  private async operate(asked: Asked): Promise<Answer | Silence> {
    const key = asked.idempotencyKey ?? randomUUID();
    const fingerprint = fingerprintOf(asked.path, asked.body);
    if (this.underWay.has(key)) return failed(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' });
    const first = this.idempotency.find(key, fingerprint, this.parts.clock.now());
    if (first === 'other request') return failed(400, { type: 'idempotency_error' });
    const tries = this.parts.books.countTry(key);
    if (first !== null) return { ...first, headers: { 'idempotent-replayed': 'true' } };
    this.underWay.add(key);
    try {
      return await this.execute(asked, key, { fingerprint, tries });
    } finally {
      this.underWay.delete(key);
    }
  }

  /** What is refused unread is not kept: the same key may come again with something better. */
  private async execute(
    asked: Asked,
    key: string,
    { fingerprint, tries }: { readonly fingerprint: string; readonly tries: number },
  ): Promise<Answer | Silence> {
    let request;
    try {
      request = readAsking(asked, key, this.parts.operations);
    } catch (error) {
      if (error instanceof z.ZodError) return answerToFault(error);
      throw error;
    }
    if ('status' in request) return request;
    this.face.note(key, request.metadata);
    const { said, kept } = await this.parts.clerk.execute(request.asking, tries);
    if (kept !== null) this.idempotency.keep(key, fingerprint, kept, this.parts.clock.now());
    return said;
  }
}
