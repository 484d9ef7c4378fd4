import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type DescribedOperation, describeOperation, type Operation } from './operation.js';

export type WebhookTarget = {
  readonly url: string;
  /** Each signs: while a secret is being changed there are two. */
  readonly secrets: readonly string[];
};

export type Event = {
  readonly id: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly data: DescribedOperation;
};

export type Sent = {
  readonly event: Event;
  /** It was tried once, with whatever success. */
  readonly firstTry: Promise<void>;
  /** It was answered with 200, or the gateway stops. */
  readonly delivered: Promise<void>;
};

type Record = { readonly id: string; readonly type: string; readonly key: string; tries: number; delivered: boolean };

const firstPauseMs = 100;
const longestPauseMs = 5_000;
const patienceMs = 5_000;

/** Tells whoever is configured what became of operations, each event again and again until it's answered with 200. */
export class Webhooks {
  target: WebhookTarget | null = null;
  private readonly stopping = new AbortController();
  private readonly records: Record[] = [];

  /** Every event that was sent, or would have been if somebody were configured. */
  get log(): readonly Record[] {
    return this.records;
  }

  eventOf(operation: Operation, occurredAt: Date): Event {
    return {
      id: `evt_${randomUUID()}`,
      type: `${operation.kind}.${operation.status}`,
      occurred_at: occurredAt.toISOString(),
      data: describeOperation(operation),
    };
  }

  send(event: Event): Sent {
    const record: Record = { id: event.id, type: event.type, key: event.data.key, tries: 0, delivered: false };
    this.records.push(record);
    const body = Buffer.from(JSON.stringify(event));
    const firstTry = this.try(body, record);
    return { event, firstTry, delivered: firstTry.then(() => this.insist(body, record)) };
  }

  stop(): void {
    this.stopping.abort();
  }

  private async insist(body: Buffer, record: Record): Promise<void> {
    const { signal } = this.stopping;
    while (!record.delivered && this.target !== null) {
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** record.tries);
      await pause(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.try(body, record);
    }
  }

  private async try(body: Buffer, record: Record): Promise<void> {
    if (this.target === null) return;
    record.tries += 1;
    try {
      const answer = await fetch(this.target.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'gateway-signature': sign(body, this.target.secrets) },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(patienceMs)]),
      });
      await answer.arrayBuffer();
      record.delivered = answer.status === 200;
    } catch {
      // Tried again: whoever doesn't answer now may do so later.
    }
  }
}

/**
 * As Stripe signs: HMAC-SHA256 over the time, a full stop and the raw body. The time is that of the sending, and the machine's
 * own: the gateway's clock can be days ahead, and every receiver would have to refuse it.
 */
function sign(body: Buffer, secrets: readonly string[]): string {
  const t = Math.floor(Date.now() / 1000).toString();
  const signatures = secrets.map((secret) => createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex'));
  return [`t=${t}`, ...signatures.map((signature) => `v1=${signature}`)].join(',');
}
