import { createHash } from 'node:crypto';
import type { Answer } from './http.js';

/** How long a key's first answer is kept. A key that comes again after it is a new operation, with an effect of its own. */
export const keyLifetimeMs = 24 * 3_600_000;

type Kept = { readonly fingerprint: string; readonly answer: Answer; readonly until: number };

/** The first answer to each key, whatever it was, also a 500; the same key with another request is refused. */
export class Idempotency {
  private readonly kept = new Map<string, Kept>();

  /** Null: the key is new, or forgotten. */
  find(key: string, fingerprint: string, now: Date): Answer | 'other request' | null {
    const kept = this.kept.get(key);
    if (kept === undefined || kept.until <= now.getTime()) return null;
    return kept.fingerprint === fingerprint ? kept.answer : 'other request';
  }

  keep(key: string, fingerprint: string, answer: Answer, now: Date): void {
    this.kept.set(key, { fingerprint, answer, until: now.getTime() + keyLifetimeMs });
  }
}

export const fingerprintOf = (path: string, body: Buffer): string =>
  createHash('sha256').update(path).update('\n').update(body).digest('hex');
