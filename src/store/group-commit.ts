import type { OrderId } from '../kernel/ids.js';
import { laneOf } from '../kernel/lane.js';
import { backoff } from '../platform/backoff.js';
import { errorFields, type Log } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import { TransientSet } from '../platform/transient.js';
import type { CommittedMessage, GatewayRing, Wake } from '../platform/wake.js';
import type { CommandAnswer } from '../saga/operate-payment.js';
import { type CommandRequest, OrderWriter, type Step, type StepOutcome, WriterClosed } from '../saga/order-writer.js';
import { blame } from './database-fault.js';
import { decideSteps, type Decided, type Rules, type StepAnswer } from './decide-steps.js';
import { guessAbout } from './known-orders.js';
import {
  absentOrder,
  type NewMessage,
  type OrderWrite,
  type ReadRequest,
  type Tables,
  type Written,
} from './tables.js';

type Answered = Exclude<StepAnswer, { readonly error: unknown }>;

/** A step as it's asked about in the tables, with those who wait for its answer. */
type Pending = Step &
  ReadRequest & {
    readonly resolve: (answer: Answered) => void;
    readonly reject: (error: unknown) => void;
  };

// More rows in a statement no longer pay: the cost per row is flat from about 100 on.
const largestBatch = 200;
// One commit waits for the disk while the other decides; a third only adds conflicts for the two cores.
const writers = 2;
// A statement costs as much as ten of its rows: so many inputs are worth one beside another that is under way. With a second writer for
// any number 64 orders in flight made 13 inputs a batch instead of 17, and the step a fifth dearer for PostgreSQL; with 50 instead of 150
// a step of a backlog is a twentieth dearer.
const enoughForSecond = 150;
const retry = { firstMs: 20, capMs: 2_000 };
const nothing: Written = new Map();

export type Surroundings = {
  readonly wake: Wake;
  /** Never rung without payments. */
  readonly gatewayWake: GatewayRing;
  readonly metrics: Metrics;
  readonly log: Log;
};

/**
 * Group commit. A free writer takes whatever waits, at most one batch, without a timer: a quiet service has the latency of
 * a single write, a busy one the throughput of its batches. An order is in one batch at a time, its inputs in arrival order.
 */
export class GroupCommit extends OrderWriter {
  private waiting: Pending[] = [];
  private readonly inFlight = new TransientSet<OrderId>();
  private readonly closing = new AbortController();
  private busy = 0;
  private scheduled = false;

  constructor(
    private readonly tables: Tables,
    private readonly rules: Rules,
    private readonly around: Surroundings,
  ) {
    super();
  }

  override advance(step: Step): Promise<StepOutcome> {
    return new Promise((resolve, reject) => {
      this.submit(step, outcomeTo(resolve), reject);
    });
  }

  override operate(step: Step & { readonly request: CommandRequest }): Promise<CommandAnswer | null> {
    return new Promise((resolve, reject) => {
      this.submit(step, commandTo(resolve), reject);
    });
  }

  private submit(step: Step, resolve: Pending['resolve'], reject: Pending['reject']): void {
    if (this.closing.signal.aborted) {
      reject(new WriterClosed());
      return;
    }
    const { orderId, input, original, request } = step;
    const { messageId } = input.cause;
    this.waiting.push({ orderId, input, original, request, messageId, guess: guessAbout(step), resolve, reject });
    this.schedule();
  }

  /** Takes nothing more; what is being written is finished, unless the database is out of reach. */
  async close(): Promise<void> {
    this.closing.abort();
    for (const pending of this.waiting.splice(0)) pending.reject(new WriterClosed());
    while (this.busy > 0) await this.rules.clock.pause(5);
  }

  /** Starts after the current turn, so that all that one read of the socket brought is taken together. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      while (this.isWorthABatch() && this.startBatch());
    });
  }

  private isWorthABatch(): boolean {
    return this.busy === 0 || (this.busy < writers && this.waiting.length >= enoughForSecond);
  }

  private startBatch(): boolean {
    const batch = this.takeBatch();
    if (batch.length === 0) return false;
    const orders = new Set(batch.map(({ orderId }) => orderId));
    for (const orderId of orders) this.inFlight.add(orderId);
    this.busy += 1;
    void this.commit(batch).finally(() => {
      for (const orderId of orders) this.inFlight.delete(orderId);
      this.busy -= 1;
      this.schedule();
    });
    return true;
  }

  private takeBatch(): readonly Pending[] {
    const batch: Pending[] = [];
    const left: Pending[] = [];
    for (const pending of this.waiting) {
      const fits = batch.length < largestBatch && !this.inFlight.has(pending.orderId);
      (fits ? batch : left).push(pending);
    }
    this.waiting = left;
    return batch;
  }

  /** Ends when every input of the batch is answered, however often it takes. Never rejects. */
  private async commit(batch: readonly Pending[]): Promise<void> {
    let rest = batch;
    for (let failures = 0; rest.length > 0;) {
      try {
        rest = await this.attempt(rest);
        failures = 0;
      } catch (error) {
        if (blame(error) === 'input') {
          await this.split(rest, error);
          return;
        }
        if (this.closing.signal.aborted) {
          for (const pending of rest) pending.reject(new WriterClosed());
          return;
        }
        this.around.log.warn({ inputs: rest.length, failures, ...errorFields(error) }, 'the write is tried again');
        const { clock } = this.rules;
        await clock.pause(backoff(failures, retry, clock.jitter()), this.closing.signal);
        failures += 1;
      }
    }
  }

  /** Halves the batch until the bad input stands alone; an order's inputs stay in their order. */
  private async split(batch: readonly Pending[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      for (const pending of batch) pending.reject(error);
      return;
    }
    const sorted = [...batch].sort((a, b) => (a.orderId < b.orderId ? -1 : Number(a.orderId > b.orderId)));
    const half = Math.ceil(sorted.length / 2);
    await this.commit(sorted.slice(0, half));
    await this.commit(sorted.slice(half));
  }

  /** One read, one round of decisions, one write. @returns what has to be decided again, each order's in its order. */
  private async attempt(batch: readonly Pending[]): Promise<readonly Pending[]> {
    const read = await this.tables.read(batch);
    const decided = [...byOrder(batch)].map(([orderId, steps]) =>
      decideSteps(orderId, read.orders.get(orderId) ?? absentOrder, steps, read.isApplied, this.rules),
    );
    const writes = decided.flatMap(({ write }) => write ?? []);
    const written = writes.length === 0 ? nothing : await this.write(writes);
    this.around.metrics.batch.observe(batch.length);
    const settled = (one: Decided<Pending>) => one.write === null || written.has(one.write.orderId);
    for (const one of decided.filter(settled)) this.answer(one);
    // Somebody else has moved these orders since our read.
    const lost = decided.filter((one) => !settled(one));
    if (lost.length > 0) this.around.metrics.conflicts.inc(lost.length);
    return decided.flatMap((one) => [...(settled(one) ? [] : one.answers.keys()), ...one.left]);
  }

  private async write(writes: readonly OrderWrite[]): Promise<Written> {
    const { wake, gatewayWake } = this.around;
    const since = this.rules.clock.monotonic();
    try {
      const written = await this.tables.write(writes);
      wake.committed(committedBy(writes, written), since);
      return written;
    } catch (error) {
      // A write whose answer was lost may have been committed, and nothing rings for it later.
      const sending = writes.filter(({ messages }) => messages.length > 0);
      wake.ring(new Set(sending.map(({ orderId }) => laneOf(orderId))));
      throw error;
    } finally {
      if (writes.some(asksAtOnce)) gatewayWake.ring();
    }
  }

  private answer({ answers, write }: Decided<Pending>): void {
    const { metrics } = this.around;
    for (const [pending, answer] of answers) settle(pending, answer, metrics);
    if (write !== null && write.expired > 0)
      metrics.deadLetters.inc({ direction: 'inbound', reason: 'CheckoutWaitExpired' }, write.expired);
    for (const { event } of write?.events ?? []) {
      if (event.body.type !== 'DetailsDisagreed') continue;
      for (const field of event.body.fields) metrics.discrepancies.inc({ field });
    }
  }
}

// Out here they hold what they resolve and nothing else, as long as the step waits for its commit.
const outcomeTo =
  (resolve: (outcome: StepOutcome) => void) =>
  (answer: Answered): void => {
    resolve('refused' in answer ? 'ignored' : answer.outcome);
  };

const commandTo =
  (resolve: (answer: CommandAnswer | null) => void) =>
  (answer: Answered): void => {
    resolve('refused' in answer ? answer.refused : (answer.command ?? null));
  };

function settle(pending: Pending, answer: StepAnswer, metrics: Metrics): void {
  if ('error' in answer) {
    pending.reject(answer.error);
    return;
  }
  metrics.steps.inc({ outcome: 'refused' in answer ? 'refused' : answer.outcome });
  pending.resolve(answer);
}

const committed = (id: bigint, orderId: OrderId, { sequence, messageId, encoded }: NewMessage): CommittedMessage => ({
  ...{ id, orderId, sequence, messageId },
  ...encoded,
});

function* committedBy(writes: readonly OrderWrite[], written: Written): Iterable<CommittedMessage> {
  for (const { orderId, messages } of writes) {
    const ids = written.get(orderId) ?? [];
    for (const [index, id] of ids.entries()) {
      const message = messages[index];
      if (message !== undefined) yield committed(id, orderId, message);
    }
  }
}

const asksAtOnce = ({ payment }: OrderWrite): boolean =>
  payment !== null && [...payment.tasks.values()].some(({ afterMs }) => afterMs === 0);

function byOrder<S extends Step>(steps: readonly S[]): ReadonlyMap<OrderId, readonly S[]> {
  const groups = new Map<OrderId, S[]>();
  for (const step of steps) {
    const group = groups.get(step.orderId);
    if (group === undefined) groups.set(step.orderId, [step]);
    else group.push(step);
  }
  return groups;
}
