import { describe, expect, it } from '@jest/globals';
import type { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { OrderId } from '../../src/kernel/ids.js';
import type { AdvanceOrder } from '../../src/saga/advance-order.js';
import type { StepOutcome } from '../../src/saga/order-writer.js';
import { type DueTimer, DueTimers } from '../../src/timers/due-timers.js';
import { TimersFailed, TimerSweep } from '../../src/timers/timer-sweep.js';

/** Timers that are due until their order has been advanced. */
class Overdue extends DueTimers {
  readonly asked: number[] = [];
  readonly handedOn: AdvanceOrder[] = [];
  constructor(
    private due: readonly DueTimer[],
    private readonly outcomeOf: (orderId: OrderId) => StepOutcome | 'failed' = () => 'advanced',
  ) {
    super();
  }

  override find(limit: number, after: DueTimer | null): Promise<readonly DueTimer[]> {
    this.asked.push(limit);
    if (this.asked.length > 10) throw new Error('The sweep has no end');
    const left = this.due.filter(({ dueAt }) => after === null || dueAt > after.dueAt);
    return Promise.resolve(left.slice(0, limit));
  }

  sweep(): Promise<void> {
    const bus = { execute: (command: AdvanceOrder) => this.execute(command) };
    return new TimerSweep(this, bus as unknown as CommandBus).sweep();
  }

  isDue(orderId: OrderId): boolean {
    return this.due.some((timer) => timer.orderId === orderId);
  }

  private async execute(command: AdvanceOrder): Promise<StepOutcome> {
    const { orderId } = command;
    this.handedOn.push(command);
    await Promise.resolve();
    const outcome = this.outcomeOf(orderId);
    if (outcome === 'failed') throw new RangeError(`${orderId} is beyond help`);
    if (outcome === 'advanced') this.due = this.due.filter((timer) => timer.orderId !== orderId);
    return outcome;
  }
}

const timers = (count: number): readonly DueTimer[] =>
  Array.from({ length: count }, (_, index) => ({
    orderId: OrderId(v7()),
    kind: 'TimeoutElapsed',
    attempt: 0,
    dueAt: String(10_000 + index),
  }));

describe('a sweep', () => {
  it('asks once, and sends nothing, when nothing is due', async () => {
    const overdue = new Overdue([]);
    await overdue.sweep();
    expect(overdue).toMatchObject({ asked: [500], handedOn: [] });
  });

  it('hands a wake-up back as a command that names its kind and attempt', async () => {
    const orderId = OrderId(v7());
    const overdue = new Overdue([{ orderId, kind: 'CheckoutWaitElapsed', attempt: 2, dueAt: '1' }]);
    await overdue.sweep();
    expect(overdue.handedOn).toMatchObject([
      {
        orderId,
        messageId: expect.stringMatching(/CheckoutWaitElapsed:2$/) as unknown,
        input: { body: { type: 'CheckoutWaitElapsed', attempt: 2 }, cause: { actor: 'timer' } },
      },
    ]);
  });

  it('gives a deadline of a payment that is set again in the same attempt another name', async () => {
    const orderId = OrderId(v7());
    const deadline = { orderId, kind: 'method', attempt: 0, dueAt: '1' } as const;
    const found = [17, 17, 23].map((version) => new Overdue([{ ...deadline, version }]));
    for (const overdue of found) await overdue.sweep();
    const [first, again, reset] = found.map(({ handedOn }) => handedOn[0]);
    expect(again?.messageId).toBe(first?.messageId);
    expect(reset?.messageId).not.toBe(first?.messageId);
    expect(reset?.input.body).toEqual({ type: 'DeadlineElapsed', deadline: { kind: 'method', attempt: 0 } });
  });

  it.each([
    [499, 1],
    [500, 2],
    [501, 2],
    [1_250, 3],
  ])('hands %i back in batches of 500, until nothing is due', async (count, batches) => {
    const due = timers(count);
    const overdue = new Overdue(due);
    await overdue.sweep();
    expect(overdue.asked).toEqual(Array.from({ length: batches }, () => 500));
    expect(overdue.handedOn.map(({ orderId }) => orderId)).toEqual(due.map(({ orderId }) => orderId));
  });

  it('fails when one command fails, after all others of the batch were handed on', async () => {
    const due = timers(20);
    const failing = due.filter((_timer, index) => index === 3).map(({ orderId }) => orderId);
    const overdue = new Overdue(due, (orderId) => (failing.includes(orderId) ? 'failed' : 'advanced'));
    const fault = await overdue.sweep().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(TimersFailed);
    expect(fault).toMatchObject({ code: 'TIMERS.FAILED', cause: expect.any(RangeError) as unknown });
    expect(overdue.handedOn).toHaveLength(20);
    expect(due.filter(({ orderId }) => overdue.isDue(orderId)).map(({ orderId }) => orderId)).toEqual(failing);
  });

  it('hands on what comes after a whole batch that fails', async () => {
    const due = timers(501);
    const overdue = new Overdue(due, (orderId) => (orderId === due[500]?.orderId ? 'advanced' : 'failed'));
    await expect(overdue.sweep()).rejects.toThrow(TimersFailed);
    expect(overdue.handedOn).toHaveLength(501);
    expect(due.filter(({ orderId }) => !overdue.isDue(orderId))).toEqual([due[500]]);
  });

  it('tries a failed one again at the next sweep', async () => {
    const overdue = new Overdue(timers(1), () => 'failed');
    await expect(overdue.sweep()).rejects.toThrow(TimersFailed);
    await expect(overdue.sweep()).rejects.toThrow(TimersFailed);
    expect(overdue.handedOn).toHaveLength(2);
  });

  it('ends although timers that were handed back before stay due', async () => {
    const overdue = new Overdue(timers(500), () => 'duplicate');
    await overdue.sweep();
    expect(overdue.handedOn).toHaveLength(500);
  });
});
