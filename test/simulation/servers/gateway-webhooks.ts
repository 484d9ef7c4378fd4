import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';
import { dateOf } from '../ports/process-clock.js';

/** A process's door for the gateway. */
export type WebhookDoor = { readonly owner: Owner; receive(rawBody: Buffer): Promise<string> };

export type Webhook = { readonly eventId: string; readonly order: string; readonly body: Buffer };

// Whoever hasn't answered by then is told again.
const patienceMs = 5_000;
const again = { least: 200, most: 3_000 };

/** Tells each event until somebody says that it has arrived: late, twice, and in any order. */
export class GatewayWebhooks {
  /** Events that nobody has taken yet. */
  outstanding = 0;
  private count = 0;

  constructor(
    private readonly around: { readonly time: Scheduler; readonly chance: Chance; readonly faults: Faults },
    private readonly doors: () => readonly WebhookDoor[],
    /** Told of each one that a process says has arrived. */
    private readonly onTaken: (webhook: Webhook, receipt: string) => void,
  ) {}

  send(type: string, data: { readonly order: string }): void {
    const { time, chance, faults } = this.around;
    this.count += 1;
    const eventId = `evt_${String(this.count)}`;
    const event = { id: eventId, type, occurred_at: dateOf(time.now).toISOString(), data };
    const webhook = { eventId, order: data.order, body: Buffer.from(JSON.stringify(event)) };
    const times = faults.strikes('webhook doubled') ? 2 : 1;
    for (let copy = 0; copy < times; copy += 1) {
      const lateMs = faults.strikes('webhook late') ? chance.between(20, 10_000) : chance.between(0.5, 20);
      this.outstanding += 1;
      time.after(lateMs, 'webhook', null, () => this.tell(webhook));
    }
  }

  private tell(webhook: Webhook): void {
    const { time, chance } = this.around;
    const doors = this.doors();
    let isOpen = true;
    const end = (isTaken: boolean) => {
      if (!isOpen) return;
      isOpen = false;
      if (isTaken) this.outstanding -= 1;
      else time.after(chance.between(again.least, again.most), 'webhook again', null, () => this.tell(webhook));
    };
    time.after(patienceMs, 'webhook unanswered', null, () => end(false));
    if (doors.length === 0) return;
    const door = chance.pick(doors);
    time.after(chance.between(0.1, 2), 'webhook arrives', door.owner, () => {
      door.receive(webhook.body).then(
        (receipt) => {
          this.onTaken(webhook, receipt);
          time.after(chance.between(0.1, 2), 'webhook taken', null, () => end(true));
        },
        () => end(false),
      );
    });
  }
}
