import { CommandBus } from '@nestjs/cqrs';
import type { Caused } from '../order/cause.js';
import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import { AdvanceOrder } from '../saga/advance-order.js';
import { absenceOf, type Booking, bookingOf } from './bookings.js';
import { judgeAbsence } from './judge-absence.js';
import { judge, overruled, type SettlingInput, type Verdict } from './judge-line.js';
import { messageIdOf } from './payout-line.js';
import type { Candidate, SettlementTables } from './settlement-tables.js';

/** How many lines a run explained, put into suspense, and had to leave for the next one. */
export type Reconciled = { readonly matched: number; readonly unexplained: number; readonly left: number };

type Match = Candidate & { readonly verdict: Extract<Verdict, { readonly kind: 'match' }> };
type Judged = { readonly booking: Booking | null } | 'left';

/**
 * Compares payout lines with orders and ledger. Every run looks again at what no run before has explained; whatever it was
 * stopped in, the next one finishes it.
 */
export class Reconciler {
  constructor(
    private readonly tables: SettlementTables,
    private readonly commands: CommandBus,
    private readonly settings: { readonly lateAfterMs: number },
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {}

  /** Ends after the lines at hand when the signal aborts. */
  async run(signal?: AbortSignal): Promise<Reconciled> {
    const at = this.around.clock.now();
    let [counts, after] = [nothing, 0n];
    for (;;) {
      const page = await this.tables.openLines(after);
      const last = page.at(-1);
      if (last === undefined) break;
      counts = sum(counts, await this.explain(page, at));
      after = last.position;
      if (signal?.aborted === true) return counts;
    }
    await this.seekAbsences(at);
    return counts;
  }

  private async explain(page: readonly Candidate[], at: Date): Promise<Reconciled> {
    const judged = page.map((candidate) => ({ ...candidate, verdict: judge(candidate.line, candidate.counterpart) }));
    const matches = judged.filter((one): one is Match => one.verdict.kind === 'match');
    // All at once: the store writes what waits together, and the lines of one order one after the other.
    const told = await Promise.all(matches.map((match) => this.tell(match)));
    const answers = await this.answersTo(matches.filter((_match, index) => told[index] === true));
    const results = judged.map((one): Judged => {
      const { line, verdict } = one;
      if (verdict.kind === 'unexplained') return { booking: bookingOf(line, verdict, at) };
      const answer = answers.get(messageIdOf(line));
      if (answer === undefined) return 'left';
      return answer.kind === 'settled'
        ? { booking: bookingOf(line, verdict, answer.at) }
        : { booking: bookingOf(line, overruled(line, verdict.counterpart, answer.reason), at) };
    });
    const bookings = results.flatMap((result) => (result === 'left' ? [] : (result.booking ?? [])));
    if (bookings.length > 0) await this.tables.book(bookings);
    return {
      matched: bookings.filter(({ becomes }) => becomes === 'matched').length,
      unexplained: bookings.filter(({ becomes, was }) => becomes === 'unexplained' && was === 'imported').length,
      left: results.filter((result) => result === 'left').length,
    };
  }

  /** Hands the line to the payment that it belongs to. @returns whether the payment was told */
  private async tell({ line, verdict }: Match): Promise<boolean> {
    const { orderId } = verdict.counterpart;
    const messageId = messageIdOf(line);
    const cause = { messageId, conversationId: null, traceparent: null, actor: 'settlement' };
    const input: Caused<SettlingInput> = { body: verdict.input, cause };
    try {
      await this.commands.execute(new AdvanceOrder(orderId, input));
      return true;
    } catch (error) {
      this.around.log.warn({ orderId, messageId, ...errorFields(error) }, 'a payout line is left for the next run');
      return false;
    }
  }

  /** From the orders' events, not from the commands' outcomes: of a line that was told before, they say which it was. */
  private answersTo(matches: readonly Match[]): ReturnType<SettlementTables['answers']> {
    return this.tables.answers(
      matches.map(({ line, verdict }) => ({
        orderId: verdict.counterpart.orderId,
        messageId: messageIdOf(line),
      })),
    );
  }

  private async seekAbsences(at: Date): Promise<void> {
    const { lateAfterMs } = this.settings;
    const absent = await this.tables.absent(new Date(at.getTime() - lateAfterMs));
    const breaks = absent.flatMap((one) => {
      const kind = judgeAbsence(one, at, lateAfterMs);
      return kind === null ? [] : [absenceOf(one, kind, at)];
    });
    await this.tables.keepAbsences(breaks, at);
  }
}

const nothing: Reconciled = { matched: 0, unexplained: 0, left: 0 };
const sum = (a: Reconciled, b: Reconciled): Reconciled => ({
  matched: a.matched + b.matched,
  unexplained: a.unexplained + b.unexplained,
  left: a.left + b.left,
});
