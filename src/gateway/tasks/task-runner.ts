import type { CommandBus } from '@nestjs/cqrs';
import { MessageId, ownMessagePrefixes } from '../../kernel/ids.js';
import type { PaymentNews } from '../../payment/input.js';
import type { Outcome } from '../../payment/outcome.js';
import { askedLookUp, taskName } from '../../payment/tasks.js';
import type { Clock } from '../../platform/clock.js';
import type { Ids } from '../../platform/ids.js';
import { errorFields, type Log } from '../../platform/log.js';
import { AdvanceOrder } from '../../saga/advance-order.js';
import type { PaymentGateway } from '../payment-gateway.js';
import { lookUpOf } from '../snapshot-news.js';
import type { ClaimedTask, GatewayTasks } from './gateway-tasks.js';

// Calls wait for the gateway, not for the CPU.
const atOnce = 16;
// While calls are under way, others fall due.
const lookAgainMs = 200;

export type Around = { readonly clock: Clock; readonly ids: Ids; readonly log: Log };

/** Asks the gateway what is due, outside every transaction, and hands each answer to its order as a command. */
export class TaskRunner {
  constructor(
    private readonly tasks: GatewayTasks,
    private readonly gateway: PaymentGateway,
    private readonly commands: CommandBus,
    private readonly around: Around,
  ) {}

  /** Until nothing is due any more; when the signal aborts, until what is under way has its answer. */
  async sweep(signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>();
    try {
      for (;;) {
        const free = signal.aborted ? 0 : atOnce - running.size;
        const claimed = free > 0 ? await this.tasks.claim(free) : [];
        for (const task of claimed) {
          const doing = this.run(task).finally(() => running.delete(doing));
          running.add(doing);
        }
        if (running.size === 0) return;
        if (claimed.length === 0) await Promise.race([...running, this.around.clock.pause(lookAgainMs)]);
      }
    } finally {
      await Promise.all(running);
    }
  }

  /** Never rejects: a task whose answer couldn't be handed on falls due again when its lease is over. */
  private async run(task: ClaimedTask): Promise<void> {
    try {
      await this.handOn(task, await this.answer(task));
    } catch (error) {
      const { operationId, task: what, number } = task;
      this.around.log.warn(
        { operationId, task: what, number, ...errorFields(error) },
        "the gateway's answer could not be handed on",
      );
    }
  }

  private async answer(task: ClaimedTask): Promise<PaymentNews> {
    const { operation, operationId, number } = task;
    if (task.task === 'send') return { type: 'OperationAnswered', operationId, outcome: await this.send(task) };
    const lookUp = lookUpOf(await this.gateway.lookUp({ by: 'operation', operation }));
    return { type: 'LookedUp', operationId, number: number === askedLookUp ? null : number, lookUp };
  }

  private send({ operation, number, claims, ageMs }: ClaimedTask): Promise<Outcome> {
    // Whoever claimed it before may have sent it, and never told: only a look-up knows.
    if (claims > 1) return Promise.resolve({ kind: 'unknown', cause: 'reset' });
    // The gateway may have forgotten the key: the same bytes could be done twice.
    const forgotten = number > 0 && ageMs >= this.gateway.capabilities.idempotencyTtlMs;
    return forgotten ? Promise.resolve({ kind: 'unknown', cause: 'timeout' }) : this.gateway.run(operation);
  }

  /** Look-ups that operators ask for have one name: without an id of its own the second one's answer would be a duplicate. */
  private async handOn(task: ClaimedTask, body: PaymentNews): Promise<void> {
    const name = [taskName(task), task.claims, ...(task.number === askedLookUp ? [this.around.ids.next()] : [])].join(
      ':',
    );
    const cause = {
      messageId: MessageId(ownMessagePrefixes.payment + name),
      conversationId: null,
      traceparent: null,
      actor: 'gateway',
    };
    await this.commands.execute(new AdvanceOrder(task.operation.orderId, { body, cause }));
  }
}
