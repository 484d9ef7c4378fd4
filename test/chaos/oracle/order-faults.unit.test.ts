import { describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { createDecoder } from '../../../src/contracts/decode-message.js';
import { MessageId } from '../../../src/kernel/ids.js';
import { live, policy } from '../../order/order-life.js';
import { massTransit } from '../../service/envelopes.js';
import { expectedLife } from '../../store/expected-life.js';
import { noShare } from './evidence.js';
import { type OrderEvidence, orderFaults } from './order-faults.js';

const payload = {
  orderId: v7(),
  basketId: v7(),
  fullName: 'Mai Tran',
  email: 'mai.tran@example.test',
  totalMoney: '9.50',
};
const said = ['UserCheckedOutIntegrationEvent', 'BasketDeletedCompleteIntegrationEvent'].map((type) =>
  massTransit({ type, messageId: v7(), conversationId: v7(), payload }),
);
const decode = createDecoder({ format: 'masstransit', defaultCurrency: policy.currency });

/** The order after `messages`, as the tables hold it when all went well. */
function after(messages: typeof said): OrderEvidence & { readonly life: NonNullable<OrderEvidence['life']> } {
  const inputs = messages.flatMap((message) => {
    const decoded = decode(message);
    return decoded.ok ? [decoded.event.input] : [];
  });
  const life = expectedLife(live(inputs));
  const sent = life.sent.map(({ sequence, type, cause }) => {
    return { orderId: payload.orderId, sequence, messageId: v7(), type, causedBy: cause, hash: '' };
  });
  return { said, life, sent, share: noShare };
}

describe('the judgement of an order', () => {
  it('finds nothing where everything said was applied by the rules', () => {
    expect(orderFaults(after(said))).toEqual([]);
  });

  it('finds a message that was never applied', () => {
    expect(orderFaults(after(said.slice(0, 1)))).toContainEqual(`never applied: ${String(said[1]?.messageId)}`);
    expect(orderFaults({ said, life: undefined, sent: [], share: noShare })).toEqual([
      'none of its messages was applied',
    ]);
  });

  it('finds messages that were applied in another order than said', () => {
    expect(orderFaults(after([...said].reverse())).join()).toContain('applied as');
  });

  it('finds a command that the rules ask for and nobody sent, and one sent twice', () => {
    const { life, sent } = after(said);
    expect(orderFaults({ said, life, share: noShare, sent: sent.slice(0, 1) }).join()).toContain('it sent');
    expect(orderFaults({ said, life, share: noShare, sent: [...sent, ...sent.slice(1)] }).join()).toContain('it sent');
  });

  it('finds a row that is not what its events come to, a gap in the versions, and an inbox without a message', () => {
    const { life, sent } = after(said);
    const judge = (wrong: Partial<typeof life>) =>
      orderFaults({ said, life: { ...life, ...wrong }, sent, share: noShare });
    expect(judge({ row: { ...life.row, status: 'Failed' } })).toHaveLength(1);
    expect(judge({ versions: [1, 3] })).toHaveLength(1);
    expect(judge({ inbox: life.inbox.slice(1) })).toHaveLength(1);
  });

  it('finds an order whose timer should have fallen due', () => {
    const [checkout] = said;
    const alone = checkout === undefined ? [] : [checkout];
    expect(orderFaults({ ...after(alone), said: alone })).toEqual(['it is still waiting for its timer']);
  });

  it('takes an order for failed by its payment only where the payment was declined for good', () => {
    const [checkout] = said;
    if (checkout === undefined) throw new Error('Nobody said anything');
    const decline = {
      messageId: MessageId('payment:send:x:0:1'),
      conversationId: null,
      traceparent: null,
      actor: 'gateway',
    };
    const placed = decode(checkout);
    if (!placed.ok) throw new Error(placed.fault.detail);
    const life = expectedLife(live([placed.event.input, { body: { type: 'PaymentDeclined' }, cause: decline }]));
    const sent = life.sent.map(({ sequence, type, cause }) => {
      return { orderId: payload.orderId, sequence, messageId: v7(), type, causedBy: cause, hash: '' };
    });
    const all = { said: [checkout], life: { ...life, versions: [1, 2, 3], row: { ...life.row, version: 3 } }, sent };
    const share = { causes: [decline.messageId], declines: new Set([decline.messageId]) };
    expect(orderFaults({ ...all, share })).toEqual([]);
    expect(orderFaults({ ...all, share: { ...share, declines: new Set() } }).join()).toContain('nobody said');
    expect(orderFaults({ ...all, share: { ...share, causes: [] } })).not.toEqual([]);
  });

  it('finds announcements that are numbered past the commands', () => {
    const { life, sent } = after(said);
    const announced = { ...sent[0], sequence: 4, type: 'PaymentAuthorizedIntegrationEvent' } as (typeof sent)[number];
    const row = { ...life.row, out_sequence: 3 };
    const judge = (sequence: number) =>
      orderFaults({ said, life: { ...life, row }, sent: [...sent, { ...announced, sequence }], share: noShare });
    expect(judge(3)).toEqual([]);
    expect(judge(4)).toEqual(['its messages are not numbered from 1 without a gap']);
  });
});
