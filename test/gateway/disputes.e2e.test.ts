import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../src/gateway/settlement-line.js';
import { eventually } from '../tools/eventually.js';
import { carryOut } from './carry-out.js';
import { collect } from './collect.js';
import { disputeInWords, inWords, truthInWords } from './in-words.js';
import { PaymentOf, usd } from './payment-of.js';
import { SimulatorProcess } from './simulator-process.js';
import { simulated, stripe } from './subject.js';
import { WebhookDoor } from './webhook-door.js';

const dayMs = 24 * 3_600_000;
const secret = 'whsec_simulator';

describe.each([
  // Stripe tells that money went, and that it came back, in events of their own.
  { subject: simulated, copies: { opened: 1, won: 1, lost: 1 } },
  { subject: stripe, copies: { opened: 2, won: 2, lost: 1 } },
])('a dispute at $subject.name', ({ subject, copies }) => {
  let simulator: SimulatorProcess;
  let gateway: PaymentGateway;
  let door: WebhookDoor;

  beforeAll(async () => {
    simulator = await SimulatorProcess.start('--as', subject.as);
    gateway = subject.adapter({ url: simulator.url, webhookSecrets: [secret], deadlineMs: 20_000 });
    door = await WebhookDoor.open(gateway);
    await simulator.tellTo(door.url, [secret]);
  });
  afterAll(async () => {
    await door.close();
    await simulator.stop();
  });

  const truth = async ({ orderId }: PaymentOf) => truthInWords(await simulator.truth(orderId));

  async function captured(payment: PaymentOf): Promise<{ authorization: string; capture: string }> {
    const authorization = await carryOut(gateway, payment.authorize());
    return { authorization, capture: await carryOut(gateway, payment.capture(authorization)) };
  }

  /** What has been told of the capture, in that order, without its references. */
  function told(capture: string): readonly string[] {
    const disputes = door.heard.flatMap(({ event }) => (event.kind === 'dispute' ? [event] : []));
    return disputes
      .filter(({ report }) => report.claim.capture === capture)
      .map((event) => disputeInWords(event).replace(/ of \S+ by \S+:/, ''));
  }
  const times = (count: number, words: string): readonly string[] => Array.from({ length: count }, () => words);
  const opened = times(copies.opened, 'DisputeOpened 42.50 USD, fee 15.00 USD');
  const won = times(copies.won, 'DisputeWon 42.50 USD, fee 15.00 USD, 15.00 USD of the fee back');
  const lost = times(copies.lost, 'DisputeLost 42.50 USD, fee 15.00 USD');
  const took = ['authorize 42.50 USD', 'capture 42.50 USD', 'dispute 42.50 USD, fee 15.00 USD'];

  it.each([
    ['tok_capture.disputed', opened, took],
    ['tok_capture.dispute_won', [...opened, ...won], [...took, 'dispute_won 42.50 USD, fee 15.00 USD']],
    ['tok_capture.dispute_lost', [...opened, ...lost], took],
    ['tok_capture.dispute_out_of_order', [...won, ...opened], [...took, 'dispute_won 42.50 USD, fee 15.00 USD']],
    ['tok_capture.inquired', [], ['authorize 42.50 USD', 'capture 42.50 USD']],
  ])('is told as its token has it: %s', async (token, tells, moved) => {
    const payment = new PaymentOf(token);
    const { capture } = await captured(payment);
    await simulator.advance(5 * dayMs);
    if (!token.endsWith('out_of_order'))
      await eventually(() => expect(told(capture)).toEqual(tells.slice(0, opened.length)));
    await simulator.advance(10 * dayMs);
    await eventually(() => expect(told(capture)).toEqual(tells));
    expect(await truth(payment)).toEqual(moved);
  });

  it('is told of a part, refunds no more than the rest, and names its order by a look-up', async () => {
    const payment = new PaymentOf();
    const { capture } = await captured(payment);
    await simulator.dispute(capture, 4000n);
    await eventually(() =>
      expect(told(capture)).toEqual(times(copies.opened, 'DisputeOpened 40.00 USD, fee 15.00 USD')),
    );
    expect(inWords(await gateway.run(payment.refund(capture, usd(251n))))).toBe(
      'rejected invalid_request (charge_disputed)',
    );
    expect(inWords(await gateway.run(payment.refund(capture, usd(250n))))).toBe('ok 2.50 USD');
    const event = door.heard.flatMap(({ event: one }) => (one.kind === 'dispute' ? [one] : [])).at(-1);
    expect(await gateway.lookUp({ by: 'reference', reference: event?.of ?? '' })).toMatchObject({
      kind: 'found',
      snapshot: { orderId: payment.orderId },
    });
  });

  it('takes a line off a payout, and puts one back when it is won', async () => {
    const { capture } = await captured(new PaymentOf());
    const dispute = await simulator.dispute(capture);
    await simulator.decide(dispute, 'won');
    await simulator.payOut();
    const lines = (await collect(gateway.settlements(new Date(0)))).filter(({ reference }) => reference === capture);
    const short = ({ category, gross, fee, net }: SettlementLine) => `${category} ${gross} - ${fee} = ${net}`;
    expect(lines.map(short).sort()).toEqual([
      'capture 4250 - 153 = 4097',
      'dispute -4250 - 1500 = -5750',
      'dispute 4250 - -1500 = 5750',
    ]);
  });
});
