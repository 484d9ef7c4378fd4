import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { AdvanceOrder } from '../../src/saga/advance-order.js';
import type { Behaviour } from '../tools/behaviours.js';
import { eventually } from '../tools/eventually.js';
import type { TestService } from '../tools/test-service.js';
import { Neighbours } from './neighbours.js';

/** Says what the case says, about an order of its own, and lets its timers fall due. @returns the order's id */
export async function play({ events }: Behaviour, service: TestService, neighbours: Neighbours): Promise<string> {
  const { orderId, basketId } = Neighbours.order();
  const inputs = new Set<string>();
  // An id that the case forces stands for a GUID, which is all that MassTransit knows.
  const forced = new Map<string, string>();
  for (const event of events) {
    if (event.type !== 'timeout') {
      const known = forced.get(event.messageId ?? '');
      const messageId = known ?? v7();
      if (event.messageId !== undefined) forced.set(event.messageId, messageId);
      if (known === undefined) await neighbours.say(event.type, { ...event.payload, orderId, basketId }, messageId);
      else await neighbours.repeat(messageId);
      inputs.add(messageId);
      continue;
    }
    await applied(service, orderId, inputs.size);
    const due = await service.site.sql.query(
      'update orders set wake_at = now() where order_id = $1 and wake_at > now()',
      [orderId],
    );
    if (due.rowCount === 0) await lateTimer(service, orderId);
    inputs.add(`timeout ${String(inputs.size)}`);
    await applied(service, orderId, inputs.size);
  }
  await applied(service, orderId, inputs.size);
  return orderId;
}

async function applied({ site }: TestService, orderId: string, inputs: number): Promise<void> {
  await eventually(async () => {
    const { rowCount } = await site.sql.query('select from inbox where order_id = $1', [orderId]);
    if (rowCount !== inputs)
      throw new Error(`${String(rowCount)} of ${String(inputs)} inputs of ${orderId} are applied`);
  });
}

/** One that was on its way when the order's timer was cleared. */
async function lateTimer({ app }: TestService, orderId: string): Promise<void> {
  const cause = { messageId: MessageId('TimeoutElapsed:0'), conversationId: null, traceparent: null, actor: 'timer' };
  const input = { body: { type: 'TimeoutElapsed', attempt: 0 }, cause } as const;
  await app.get(CommandBus, { strict: false }).execute(new AdvanceOrder(OrderId(orderId), input));
}

/** Everything that was decided on has been heard, and the outbox knows it. */
export async function quiet({ site }: TestService, { heard }: Neighbours): Promise<void> {
  await eventually(async () => {
    const { rows } = await site.sql.query<{ readonly message_id: string }>('select message_id from messages');
    const ids = new Set(heard.map(({ messageId }) => messageId));
    const unheard = rows.filter((row) => !ids.has(row.message_id)).length;
    const unconfirmed = (await site.sql.query('select from outbox')).rowCount ?? 0;
    if (unheard + unconfirmed > 0) {
      throw new Error(`${String(unheard)} messages are unheard, ${String(unconfirmed)} unconfirmed`);
    }
  });
}
