import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Event, Face } from './face.js';

export type WebhookTarget = {
  readonly url: string;
  /** Each signs: while a secret is being changed there are two. */
  readonly secrets: readonly string[];
};

export type Sent = {
  readonly events: readonly Event[];
  /** They were tried once, with whatever success. */
  readonly firstTry: Promise<void>;
  /** They were answered with 200, or the gateway stops. */
  readonly delivered: Promise<void>;
};

type Record = {
  readonly id: string;
  readonly type: string;
  readonly key: string | null;
  tries: number;
  delivered: boolean;
};

const firstPauseMs = 100;
const longestPauseMs = 5_000;
const patienceMs = 5_000;

/** Tells whoever is configured what became of operations, each event again and again until it's answered with 200. */
export class Webhooks {
  target: WebhookTarget | null = null;
  private readonly stopping = new AbortController();
  private readonly records: Record[] = [];

  constructor(private readonly face: Pick<Face, 'signatureHeader'>) {}

  /** Every event that was sent, or would have been if somebody were configured. */
  get log(): readonly Record[] {
    return this.records;
  }

  send(events: readonly Event[]): Sent {
    const sent = events.map((event) => this.sendOne(event));
    const all = async (promises: readonly Promise<void>[]): Promise<void> => {
      await Promise.all(promises);
    };
    return {
      events,
      firstTry: all(sent.map(({ firstTry }) => firstTry)),
      delivered: all(sent.map(({ delivered }) => delivered)),
    };
  }

  stop(): void {
    this.stopping.abort();
  }

  private sendOne({ id, type, key, body: text }: Event) {
    const record: Record = { id, type, key, tries: 0, delivered: false };
    this.records.push(record);
    const body = Buffer.from(text);
    const firstTry = this.try(body, record);
    return { firstTry, delivered: firstTry.then(() => this.insist(body, record)) };
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
        headers: {
          'content-type': 'application/json',
          [this.face.signatureHeader]: sign(body, this.target.secrets),
        },
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
