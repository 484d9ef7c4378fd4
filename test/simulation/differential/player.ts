import {
  absentOrder,
  type OrderWrite,
  type ReadRequest,
  type StoredOrder,
  type Written,
} from '../../../src/store/tables.js';
import { decideSteps, type Rules } from '../../../src/store/decide-steps.js';
import type { Refused } from '../../../src/store/command-answer.js';
import { taskName } from '../../../src/payment/tasks.js';
import { sqlStateOf } from '../../../src/store/database-fault.js';
import type { Leases } from '../../../src/outbox/lane-leases.js';
import type { OutboxRow } from '../../../src/outbox/outbox-rows.js';
import type { PaymentState } from '../../../src/payment/state.js';
import type { CommandRequest, Step } from '../../../src/saga/order-writer.js';
import type { DueTimer } from '../../../src/timers/due-timers.js';
import type { Operation } from './operations.js';
import type { Side } from './sides.js';

type OperationOf<K extends Operation['kind']> = Extract<Operation, { readonly kind: K }>;

const leaseMs = 35_000;

export type AskedStep = Step & { readonly request: CommandRequest };

export type Cast = {
  readonly rules: Rules;
  /** The input of an order that a number stands for. */
  readonly stepFor: (order: number, input: number) => Step;
  /** What a number says of an order's payment in this state, under the name that another number stands for. */
  readonly wordFor: (order: number, word: number, name: number, state: PaymentState) => Step;
  readonly commandFor: (order: number, command: number, key: number, expectedVersion: number | null) => AskedStep;
  readonly relays: readonly string[];
};

/** Does the operations on one side, and tells what it answered. Both sides are to tell the same. */
export class Player {
  private late: readonly OrderWrite[] = [];
  private refused: Refused | null = null;
  private fetched: readonly OutboxRow[] = [];
  private lastDue: DueTimer | null = null;
  private lastDuePayment: DueTimer | null = null;
  private readonly leases = new Map<number, Leases>();

  constructor(
    private readonly side: Side,
    private readonly cast: Cast,
  ) {}

  async play(operation: Operation): Promise<unknown> {
    this.side.tick();
    try {
      return await this.answer(operation);
    } catch (error) {
      const state = sqlStateOf(error);
      if (state === null) throw error;
      return { state };
    }
  }

  private async answer(operation: Operation): Promise<unknown> {
    const { side } = this;
    switch (operation.kind) {
      case 'advance':
        return this.advance(operation);
      case 'hear':
        return this.hear(operation);
      case 'ask':
        return this.ask(operation);
      case 'claim':
        return this.claim();
      case 'find due payments':
        return this.findDuePayments(operation);
      case 'write what came late':
        return writtenOf(await side.tables.write(this.late));
      case 'fetch':
        return this.fetch(operation);
      case 'remove':
        return side.rows.remove(operation.rows.flatMap((index) => this.fetched[index]?.id ?? []));
      case 'fail':
        return this.fail(operation);
      case 'find due':
        return this.findDue(operation);
      case 'bury':
        return side.letters.bury(letterOf(operation.letter));
      case 'pass':
        return side.pass(operation.ms);
      default:
        return this.lease(operation);
    }
  }

  private advance({ orders, input, isLate }: OperationOf<'advance'>): Promise<unknown> {
    return this.take(
      orders.map((order) => () => this.cast.stepFor(order, input)),
      isLate,
    );
  }

  private hear({ orders, word, name, isLate }: OperationOf<'hear'>): Promise<unknown> {
    return this.take(
      orders.map(
        (order) =>
          ({ payment }) =>
            this.cast.wordFor(order, word, name, payment),
      ),
      isLate,
    );
  }

  /** What is refused leaves only its answer, which the handler keeps. */
  private async ask({ order, command, key, isBound }: OperationOf<'ask'>): Promise<unknown> {
    const stepAt = (version: number | null) => this.cast.commandFor(order, command, key, version);
    const { orderId, request } = stepAt(null);
    const taken = await this.take([({ version }) => stepAt(isBound ? version : null)], false);
    const refused = this.refused;
    if (refused === null) return taken;
    const { fingerprint } = request;
    return [taken, await this.side.answers.keep(request.key, orderId, { fingerprint, answer: refused })];
  }

  private async claim(): Promise<unknown> {
    const claimed = await this.side.tasks.claim(50);
    // Which of those that fell due in one write comes first is nobody's business.
    return claimed.map(({ ageMs: _ageMs, ...task }) => task).sort((a, b) => (taskName(a) < taskName(b) ? -1 : 1));
  }

  private async findDuePayments({ limit, goesOn }: OperationOf<'find due payments'>): Promise<unknown> {
    const due = await this.side.duePayments.find(limit, goesOn ? this.lastDuePayment : null);
    this.lastDuePayment = due.at(-1) ?? null;
    return due.map(({ dueAt: _dueAt, ...timer }) => timer);
  }

  /** One read, a decision for each order, one write. */
  private async take(made: readonly ((stored: StoredOrder) => Step)[], isLate: boolean): Promise<unknown> {
    const requests = made.map((make): ReadRequest & { readonly make: typeof make } => {
      const { orderId, input } = make(absentOrder);
      return { orderId, messageId: input.cause.messageId, make };
    });
    const { orders, isApplied } = await this.side.tables.read(requests);
    this.refused = null;
    const writes = requests.flatMap((request) => {
      const stored: StoredOrder = orders.get(request.orderId) ?? absentOrder;
      const step = request.make(stored);
      const { answers, write } = decideSteps(
        request.orderId,
        stored,
        [step],
        () => isApplied(request),
        this.cast.rules,
      );
      const answer = answers.get(step);
      if (answer !== undefined && 'refused' in answer) this.refused = answer.refused;
      return write ?? [];
    });
    const read = [[...orders].sort(), requests.map(isApplied)];
    if (isLate) this.late = writes;
    return isLate || writes.length === 0 ? read : [read, writtenOf(await this.side.tables.write(writes))];
  }

  private async fetch({ relay, limit, leftOut }: OperationOf<'fetch'>): Promise<unknown> {
    const rows = await this.side.rows.fetch({
      instance: this.cast.relays[relay] ?? '',
      leases: this.leases.get(relay) ?? new Map<number, bigint>(),
      inFlight: this.fetched.slice(0, leftOut).map(({ id }) => id),
      limit,
    });
    if (rows.length > 0) this.fetched = rows;
    return rows.map(({ id: _id, ...row }) => row);
  }

  private async fail({ row, retryAfterMs }: OperationOf<'fail'>): Promise<void> {
    const failed = this.fetched[row];
    if (failed !== undefined) await this.side.rows.fail({ row: failed, error: 'refused', retryAfterMs });
  }

  private async findDue({ limit, goesOn }: OperationOf<'find due'>): Promise<unknown> {
    const due = await this.side.due.find(limit, goesOn ? this.lastDue : null);
    this.lastDue = due.at(-1) ?? null;
    return due.map(({ dueAt: _dueAt, ...timer }) => timer);
  }

  private async lease(operation: OperationOf<'join' | 'leave' | 'hold' | 'release' | 'holders'>): Promise<unknown> {
    const { leases } = this.side;
    if (operation.kind === 'holders') return [...(await leases.holders())].sort(([a], [b]) => a - b);
    const instance = this.cast.relays[operation.relay] ?? '';
    if (operation.kind === 'hold') return this.hold(instance, operation);
    if (operation.kind === 'release') return leases.release(instance, operation.lanes);
    return operation.kind === 'join' ? leases.join(instance, leaseMs) : leases.leave(instance);
  }

  private async hold(instance: string, { relay, share, isHeard }: OperationOf<'hold'>): Promise<unknown> {
    const held = await this.side.leases.hold(instance, share, leaseMs);
    if (isHeard) this.leases.set(relay, held);
    return [...held].sort(([a], [b]) => a - b);
  }
}

/** The orders, and the places of their pointers among all of this write: the two sides count from another number. */
function writtenOf(written: Written): unknown {
  const ids = [...written.values()].flat().sort((a, b) => (a < b ? -1 : 1));
  const places = [...written].map(([orderId, own]) => [orderId, own.map((id) => ids.indexOf(id))] as const);
  return places.sort(([a], [b]) => (a < b ? -1 : 1));
}

const letterOf = (number: number) => ({
  reason: 'MalformedBody' as const,
  detail: 'unreadable',
  type: null,
  orderId: null,
  source: 'somewhere',
  message: { messageId: `letter ${number}`, contentType: null, headers: {}, body: Buffer.from([number]) },
});
