import { describe, expect, it } from '@jest/globals';
import { judge, type OrderAnswer } from '../../demo/judge.js';
import { recipients } from '../../demo/neighbours/fate.js';
import { fates } from '../../demo/neighbours/fates.js';
import type { Receipt, Receiver } from '../../demo/neighbours/life.js';
import { type ExpectedCommand, expectationOf, orderFrom } from '../../demo/neighbours/plan.js';
import { randomFrom, uuidV7 } from '../../demo/neighbours/random.js';
import type { OrderReport } from '../../demo/neighbours/reports.js';

const cause = uuidV7();

function receiptsOf(command: ExpectedCommand, orderId: string): readonly Receipt[] {
  const messageId = uuidV7();
  const receivers: readonly Receiver[] = ['Auditor', ...recipients[command.type]];
  return receivers.map((by) => ({
    by,
    type: command.type,
    messageId,
    conversationId: command.conversation.id,
    initiatorId: orderId,
    traceparent: `00-${command.conversation.traceId}-0000000000000001-01`,
    causationId: cause,
    data: command.fields,
    faults: [],
    repeats: 0,
  }));
}

/** An order as it is when everything went well. */
function right(
  name = 'completed',
  paymentMethod: string | null = null,
): { report: OrderReport; answer: OrderAnswer & { order: Record<string, unknown> } } {
  const fate = fates.find((one) => one.name === name);
  if (fate === undefined) throw new Error(`There is no fate ${name}`);
  const expected = expectationOf(orderFrom(randomFrom(1), fate, paymentMethod));
  const { orderId, state, fullName, email, totalMoney, timeoutRetryCount, commands, timeline } = expected;
  const mails = commands
    .filter(
      ({ type, fields }) =>
        (recipients[type] as readonly string[]).includes('Notification') && fields['email'] !== null,
    )
    .map(() => ({ to: email ?? '', name: fullName ?? '', subject: 'News' }));
  return {
    report: {
      expected,
      sent: Object.fromEntries(commands.map(({ causedBy }) => [causedBy, [cause]])),
      receipts: commands.flatMap((command) => receiptsOf(command, orderId)),
      mails,
      deleted: commands.some(({ type }) => type === 'DeleteBasketFailedCommand'),
      stepsLeft: 0,
    },
    answer: {
      order: { id: orderId, state, fullName, email, totalMoney, timeoutRetryCount, version: timeline.length },
      timeline,
    },
  };
}

const changed = (report: OrderReport, which: (receipt: Receipt) => boolean, change: Partial<Receipt>): OrderReport => ({
  ...report,
  receipts: report.receipts.map((receipt) => (which(receipt) ? { ...receipt, ...change } : receipt)),
});

describe('the judge of the demo', () => {
  it.each(fates.map(({ name }) => name))('finds nothing wrong when "%s" went as it should', (name) => {
    const { report, answer } = right(name);
    const ignored = Array.from({ length: report.expected.ignored }, () => 'InputIgnored');
    const timeline = [...answer.timeline, ...ignored];
    expect(judge(report, { order: { ...answer.order, version: timeline.length }, timeline })).toEqual([]);
  });

  it('names an order that the service does not know', () => {
    const { report, answer } = right();
    expect(judge(report, { ...answer, order: null })).toEqual([expect.stringContaining("doesn't know the order")]);
  });

  it.each(['state', 'totalMoney', 'email', 'fullName', 'timeoutRetryCount', 'version'])(
    'names a wrong %s of the order',
    (field) => {
      const { report, answer } = right();
      expect(judge(report, { ...answer, order: { ...answer.order, [field]: 'other' } })).toEqual([
        expect.stringMatching(new RegExp(`expected .*${field}.*saw "other"`)),
      ]);
    },
  );

  it('names a timeline in another order, and an input too many that was ignored', () => {
    const { report, answer } = right();
    const timeline = [...answer.timeline.toReversed(), 'InputIgnored'];
    const faults = judge(report, { order: { ...answer.order, version: timeline.length }, timeline });
    expect(faults).toEqual([expect.stringContaining('expected the timeline'), expect.stringContaining('saw 1')]);
  });

  it.each([
    ['leaves the facts of a payment to the books where the order is paid', 'tok_ok', 0],
    ['names the facts of a payment where the order is not paid', null, 1],
  ])('%s', (_what, paymentMethod, faults) => {
    const { report, answer } = right('completed', paymentMethod);
    const timeline = answer.timeline.flatMap((type) => [type, 'payment.InputIgnored']);
    const order = { ...answer.order, version: timeline.length };
    expect(judge(report, { order, timeline })).toHaveLength(faults);
  });

  it('counts the facts of a payment in the version of its order', () => {
    const { report, answer } = right('completed', 'tok_ok');
    expect(judge(report, { ...answer, timeline: [...answer.timeline, 'payment.CaptureMade'] })).toEqual([
      expect.stringContaining('expected version'),
    ]);
  });

  it('names a command that never came', () => {
    const { report, answer } = right();
    const receipts = report.receipts.filter(({ type }) => type !== 'DeleteBasketCompleteCommand');
    expect(judge({ ...report, receipts }, answer)).toContainEqual(
      expect.stringContaining('expected Ordering to receive DeleteBasketCompleteCommand, it received nothing'),
    );
  });

  it('names a command that one of its receivers missed', () => {
    const { report, answer } = right();
    const receipts = report.receipts.filter(({ by, type }) => by !== 'Basket' || type !== 'PlaceOrderCommand');
    expect(judge({ ...report, receipts }, answer)).toContainEqual(
      expect.stringContaining('expected Basket to receive PlaceOrderCommand'),
    );
  });

  it('names a command too many, with another message id', () => {
    const { report, answer } = right();
    const [first] = report.expected.commands;
    if (first === undefined) throw new Error('The fate has a command');
    const receipts = [...report.receipts, ...receiptsOf(first, report.expected.orderId)];
    expect(judge({ ...report, receipts }, answer)).toContainEqual(
      expect.stringContaining('it received PlaceOrderCommand, PlaceOrderCommand'),
    );
  });

  it('names a command of another type', () => {
    const { report, answer } = right();
    const wrong = changed(report, ({ type }) => type === 'CompleteOrderCommand', { type: 'CancelOrderCommand' });
    expect(judge(wrong, answer)).toContainEqual(
      expect.stringContaining('it received PlaceOrderCommand, CancelOrderCommand'),
    );
  });

  it('names commands that were published in another order', () => {
    const { report, answer } = right();
    const faults = judge({ ...report, receipts: report.receipts.toReversed() }, answer);
    expect(faults).toEqual([
      expect.stringContaining('expected Auditor to receive PlaceOrderCommand, DeleteBasketComplete'),
    ]);
  });

  it.each(['totalMoney', 'email', 'fullName', 'orderId', 'basketId'])('names a wrong %s of a command', (field) => {
    const { report, answer } = right();
    const [first] = report.receipts;
    const wrong = changed(report, (one) => one === first, { data: { ...first?.data, [field]: 'other' } });
    expect(judge(wrong, answer)).toEqual([
      expect.stringMatching(new RegExp(`PlaceOrderCommand ${field} .*saw "other"`)),
    ]);
  });

  it.each(['conversationId', 'initiatorId', 'causationId', 'traceparent'] as const)(
    'names a wrong %s of a command',
    (field) => {
      const { report, answer } = right();
      const [first] = report.receipts;
      expect(
        judge(
          changed(report, (one) => one === first, { [field]: 'other' }),
          answer,
        ),
      ).toEqual([expect.stringContaining('saw "other"')]);
    },
  );

  it('names a message whose form is wrong', () => {
    const { report, answer } = right();
    const wrong = changed(report, ({ by }) => by === 'Basket', { faults: ['host is incomplete'] });
    expect(judge(wrong, answer)).toEqual(['Basket received PlaceOrderCommand: host is incomplete']);
  });

  it('names a message that has another id at each receiver, or the id of another one', () => {
    const { report, answer } = right();
    const apart = changed(report, ({ by }) => by === 'Basket', { messageId: uuidV7() });
    expect(judge(apart, answer)).toEqual([expect.stringContaining('under the ids')]);
    const same = changed(report, () => true, { messageId: uuidV7() });
    expect(judge(same, answer)).toContainEqual(expect.stringContaining("another command's too"));
  });

  it('names a mail too few, a mail to somebody else and an order taken back for nothing', () => {
    const { report, answer } = right();
    const [mail] = report.mails;
    const mails = mail === undefined ? [] : [{ ...mail, to: 'else@example.test' }];
    expect(judge({ ...report, mails, deleted: true }, answer)).toEqual([
      expect.stringContaining('expected 2 mails'),
      expect.stringContaining('went to else@example.test'),
      expect.stringContaining('took the order back'),
    ]);
  });

  it('names a fate that did not get through its events', () => {
    const { report, answer } = right();
    expect(judge({ ...report, stepsLeft: 1 }, answer)).toEqual([expect.stringContaining('1 never came')]);
  });
});
