import { setTimeout as pause } from 'node:timers/promises';

/** What somebody wants back of an order; null for all of it. */
export type Wish = { readonly amount: string | null; readonly afterMs: number };

const patienceMs = 3_000;
const againAfterMs = 250;
/** Refused while nothing is captured yet, or no more: then it's a new command, a little later. */
const most = 4;

/** Somebody who refunds: each command again under its key until it is answered, whatever became of the process that was asked. */
export class RefundDesk {
  /** Commands that were taken on. */
  accepted = 0;

  constructor(private readonly api: string) {}

  async refund(orderId: string, { amount, afterMs }: Wish): Promise<void> {
    for (let command = 1; command <= most; command += 1) {
      await pause(afterMs);
      const status = await this.insist(orderId, amount, `${orderId}:${command}`);
      if (status === 202) this.accepted += 1;
      if (status === 202 && amount === null) return;
    }
  }

  private async insist(orderId: string, amount: string | null, key: string): Promise<number> {
    for (;;) {
      const status = await this.ask(orderId, amount, key).catch(() => 503);
      if (status < 500) return status;
      await pause(againAfterMs);
    }
  }

  private async ask(orderId: string, amount: string | null, key: string): Promise<number> {
    const answer = await fetch(`${this.api}/api/v1/orders/${orderId}/payment/refunds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ amount, by: 'mai' }),
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.body?.cancel();
    return answer.status;
  }
}
