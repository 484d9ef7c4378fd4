import {
  type CommandAnswer,
  IdempotencyKeyReused,
  OperatePayment,
  type PaymentCommand,
} from '../../../src/saga/operate-payment.js';
import type { OrderId } from '../../../src/kernel/ids.js';
import { blame } from '../../../src/store/database-fault.js';
import type { Chance } from '../engine/chance.js';
import type { Scheduler } from '../engine/scheduler.js';
import type { Door } from '../process/door.js';
import { drawCommand, type PersonsRequest } from './people.js';

export type Heard = {
  readonly request: PersonsRequest;
  readonly command: PaymentCommand;
  readonly answer: CommandAnswer | 'key reused';
};

// A person who sees nothing happen asks again, under the same key.
const patienceMs = 8_000;

/** People at their portal: each asks until there is an answer. */
export class PersonsDesk {
  /** Requests that have no answer yet. */
  outstanding = 0;
  readonly heard: Heard[] = [];
  /** What a person should never see. */
  readonly failures: string[] = [];
  private readonly drawn = new Map<PersonsRequest, PaymentCommand>();

  constructor(
    private readonly around: { readonly time: Scheduler; readonly chance: Chance },
    private readonly doors: () => readonly Door[],
    /** How a payment stands, as the portal shows it. */
    private readonly statusOf: (orderId: OrderId) => string | null,
  ) {}

  plan(requests: readonly PersonsRequest[]): void {
    for (const request of requests)
      for (const at of request.at) {
        this.outstanding += 1;
        this.around.time.at(at, 'person asks', null, () => this.ask(request));
      }
  }

  /** The same for every repetition of a request. */
  private commandOf(request: PersonsRequest): PaymentCommand {
    const drawn =
      this.drawn.get(request) ?? drawCommand(this.around.chance, request.mood, this.statusOf(request.orderId));
    this.drawn.set(request, drawn);
    return drawn;
  }

  private ask(request: PersonsRequest): void {
    const { time, chance } = this.around;
    const { orderId, key, expectedVersion } = request;
    const command = this.commandOf(request);
    const doors = this.doors();
    let isOpen = true;
    const end = (answer: Heard['answer'] | null) => {
      if (!isOpen) return;
      isOpen = false;
      if (answer === null) time.after(chance.between(50, 2_000), 'person asks again', null, () => this.ask(request));
      else {
        this.outstanding -= 1;
        this.heard.push({ request, command, answer });
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
          if (blame(error) === 'input')
            this.failures.push(`${command.type} ${key} of order ${orderId}: ${String(error)}`);
          end(null);
        }
      });
    });
  }
}
