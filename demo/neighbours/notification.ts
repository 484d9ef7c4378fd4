import type { CommandName } from './fate.js';
import { textOrNull } from './payload.js';
import type { Post } from './post.js';
import type { Script } from './script.js';

const endpoints = {
  'notification-place-order': ['PlaceOrderCommand', 'Received Successfully'],
  'notification-complete-order': ['CompleteOrderCommand', 'Completed and Shipped'],
  'notification-cancel-order': ['CancelOrderCommand', 'Canceled'],
} as const satisfies Record<string, readonly [CommandName, string]>;

export const notificationQueues = [
  'notification-place-order',
  'notification-complete-order',
  'notification-cancel-order',
] as const;

export type Mail = { readonly to: string; readonly name: string; readonly subject: string };

/** Writes to the customers: one mail for each command, and none where nobody's address is known. */
export class Notification {
  readonly #mails = new Map<string, Mail[]>();
  sent = 0;

  constructor(
    private readonly post: Post,
    private readonly script: Script,
  ) {}

  async open(): Promise<void> {
    for (const queue of notificationQueues) {
      const [command, subject] = endpoints[queue];
      await this.post.listen(queue, [command], ({ data }, life) => {
        this.#mail(life.order.id, textOrNull(data['email']), textOrNull(data['fullName']), subject);
        this.script.received(life, 'Notification', command);
      });
    }
  }

  mailsAbout(orderId: string): readonly Mail[] {
    return this.#mails.get(orderId) ?? [];
  }

  forget(orderId: string): void {
    this.#mails.delete(orderId);
  }

  #mail(orderId: string, email: string | null, fullName: string | null, subject: string): void {
    if (email === null || email.trim() === '') return;
    const name = fullName === null || fullName.trim() === '' ? 'Customer' : fullName;
    this.#mails.set(orderId, [...this.mailsAbout(orderId), { to: email, name, subject }]);
    this.sent += 1;
  }
}
