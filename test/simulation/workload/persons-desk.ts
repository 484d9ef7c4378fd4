import {
  type CommandAnswer,
  IdempotencyKeyReused,
  OperatePayment,
} from '../../../src/saga/operate-payment.js';
import { blame } from '../../../src/store/database-fault.js';
import type { Chance } from '../engine/chance.js';
import type { Scheduler } from '../engine/scheduler.js';
import type { Door } from '../process/door.js';
import type { PersonsRequest } from './people.js';

export type Heard = { readonly request: PersonsRequest; readonly answer: CommandAnswer | 'key reused' };

// A person who sees nothing happen asks again, under the same key.
const patienceMs = 8_000;

/** People at their portal: each asks until there is an answer. */
export class PersonsDesk {
  /** Requests that have no answer yet. */
  outstanding = 0;
  readonly heard: Heard[] = [];
  /** What a person should never see. */
  readonly failures: string[] = [];

  constructor(
    private readonly around: { readonly time: Scheduler; readonly chance: Chance },
    private readonly doors: () => readonly Door[],
  ) {}

  plan(requests: readonly PersonsRequest[]): void {
    for (const request of requests)
      for (const at of request.at) {
        this.outstanding += 1;
        this.around.time.at(at, 'person asks', null, () => this.ask(request));
      }
  }

  private ask(request: PersonsRequest): void {
    const { time, chance } = this.around;
    const { orderId, command, key, expectedVersion } = request;
    const doors = this.doors();
    let isOpen = true;
    const end = (answer: Heard['answer'] | null) => {
      if (!isOpen) return;
      isOpen = false;
      if (answer === null) time.after(chance.between(50, 2_000), 'person asks again', null, () => this.ask(request));
      else {
        this.outstanding -= 1;
        this.heard.push({ request, answer });
      }
    };
    time.after(patienceMs, 'person loses patience', null, () => end(null));
    if (doors.length === 0) return;
    const door = chance.pick(doors);
    time.after(chance.between(0.1, 5), 'person heard', door.owner, () => {
      const asked = new OperatePayment(orderId, command, { key, actor: 'somebody', expectedVersion });
      door.operate(asked).then(end, (error: unknown) => {
        if (error instanceof IdempotencyKeyReused) end('key reused');
        else {
          if (blame(error) === 'input') this.failures.push(`${command.type} ${key} of order ${orderId}: ${String(error)}`);
          end(null);
        }
      });
    });
  }
}
