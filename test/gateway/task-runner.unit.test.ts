import { describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import { pino } from 'pino';
import { v7 } from 'uuid';
import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import { type ClaimedTask, GatewayTasks } from '../../src/gateway/tasks/gateway-tasks.js';
import { TaskRunner } from '../../src/gateway/tasks/task-runner.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { Operation } from '../../src/payment/operation.js';
import { askedLookUp } from '../../src/payment/tasks.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import type { AdvanceOrder } from '../../src/saga/advance-order.js';
import { HandClock } from './hand-clock.js';

const operation: Operation = {
  ...{ kind: 'void', operationId: OperationId(v7()), orderId: OrderId(v7()), attempt: 1, authorization: 'aut_1' },
};
const claimed = (task: Partial<ClaimedTask>): ClaimedTask => ({
  ...{ operationId: operation.operationId, operation, task: 'look_up', number: 0, claims: 1, ageMs: 0, ...task },
});

class DueOnce extends GatewayTasks {
  constructor(private left: readonly ClaimedTask[]) {
    super();
  }

  override claim(): Promise<readonly ClaimedTask[]> {
    const due = this.left;
    this.left = [];
    return Promise.resolve(due);
  }
}

/** What the runner hands on of one task that is due, and how often it asked the gateway to do something. */
async function run(task: Partial<ClaimedTask>) {
  const handedOn: AdvanceOrder[] = [];
  let sent = 0;
  const gateway = {
    capabilities: { idempotencyTtlMs: 86_400_000 },
    lookUp: () => Promise.resolve({ kind: 'not_found' }),
    run: () => {
      sent += 1;
      return Promise.resolve({ kind: 'not_attempted', reason: 'overloaded' });
    },
  } as unknown as PaymentGateway;
  const commands = { execute: (command: AdvanceOrder) => Promise.resolve(handedOn.push(command)) };
  const around = { clock: new HandClock(), ids: new UuidV7Ids(), log: pino({ level: 'silent' }) };
  const runner = new TaskRunner(new DueOnce([claimed(task)]), gateway, commands as unknown as CommandBus, around);
  await runner.sweep(new AbortController().signal);
  return { messageId: handedOn[0]?.messageId, body: handedOn[0]?.input.body, sent };
}

describe('a gateway task', () => {
  it('has its answer heard each time that an operator asks, though all their look-ups have one name', async () => {
    const [first, again] = [await run({ number: askedLookUp }), await run({ number: askedLookUp })];
    expect(first.body).toMatchObject({ type: 'LookedUp', number: null });
    expect(again.messageId).not.toBe(first.messageId);
  });

  it('is named by its number and by how often it was claimed', async () => {
    expect((await run({ number: 3, claims: 2 })).messageId).toBe(`payment:look_up:${operation.operationId}:3:2`);
  });

  it('is sent when it is claimed for the first time', async () => {
    expect(await run({ task: 'send' })).toMatchObject({ sent: 1, body: { outcome: { kind: 'not_attempted' } } });
  });

  it('is never sent by the second who claims it: the first may have', async () => {
    expect(await run({ task: 'send', claims: 2 })).toMatchObject({ sent: 0, body: { outcome: { kind: 'unknown' } } });
  });

  it('is not sent again under a key that the gateway may have forgotten', async () => {
    const late = { task: 'send', ageMs: 86_400_000 } as const;
    expect(await run({ ...late, number: 1 })).toMatchObject({ sent: 0, body: { outcome: { kind: 'unknown' } } });
    expect(await run({ ...late, number: 0 })).toMatchObject({ sent: 1 });
  });
});
