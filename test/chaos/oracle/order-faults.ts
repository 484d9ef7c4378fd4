import { isDeepStrictEqual } from 'node:util';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import { createDecoder } from '../../../src/contracts/decode-message.js';
import { paymentEvents } from '../../../src/contracts/payment-events.js';
import { isOfGateway, MessageId } from '../../../src/kernel/ids.js';
import type { Caused } from '../../../src/order/cause.js';
import type { OrderInput, WakeUp } from '../../../src/order/input.js';
import { live, policy } from '../../order/order-life.js';
import { expectedLife } from '../../store/expected-life.js';
import type { StoredLife } from '../../store/stored-life.js';
import type { PaymentShare, SentMessage } from './evidence.js';

/** What there is to know of one order. */
export type OrderEvidence = {
  /** What the broker confirmed, each message once, in the order in which it was said. */
  readonly said: readonly BrokerMessage[];
  readonly life: StoredLife | undefined;
  readonly sent: readonly SentMessage[];
  readonly share: PaymentShare;
};

const decode = createDecoder({ format: 'masstransit', defaultCurrency: policy.currency });
const wakeUpPattern = /^timer:(TimeoutElapsed|CheckoutWaitElapsed):(\d+)$/;

/** Everything in which the stored order differs from what the rules make of the messages that were said, in words. */
export function orderFaults({ said, life, sent, share }: OrderEvidence): readonly string[] {
  if (life === undefined) return ['none of its messages was applied'];
  const inputs = new Map(said.map((message) => [message.messageId ?? '', inputOf(message)]));
  const applied = causesOf(life);
  const found = (id: string) => inputs.get(id) ?? wakeUpOf(id) ?? declineOf(id, share);
  const strangers = applied.filter((id) => found(id) === undefined);
  if (strangers.length > 0) return [`applied what nobody said: ${strangers.join(', ')}`];
  return [
    ...sequenceFaults([...inputs.keys()], applied),
    ...lifeFaults(
      applied.flatMap((id) => found(id) ?? []),
      { life, sent, share },
    ),
    ...restFaults(life),
  ];
}

function inputOf(message: BrokerMessage): Caused<OrderInput> {
  const decoded = decode(message);
  if (!decoded.ok) throw new Error(`The run said something unreadable: ${decoded.fault.detail}`);
  return decoded.event.input;
}

function wakeUpOf(messageId: string): Caused<WakeUp> | undefined {
  const [, type, attempt] = wakeUpPattern.exec(messageId) ?? [];
  if (type === undefined) return undefined;
  const cause = { messageId: MessageId(messageId), conversationId: null, traceparent: null, actor: 'timer' };
  return { body: { type: type as WakeUp['type'], attempt: Number(attempt) }, cause };
}

/** A payment that is declined for good fails its order. */
function declineOf(messageId: string, { declines }: PaymentShare): Caused<OrderInput> | undefined {
  if (!declines.has(messageId)) return undefined;
  const cause = { messageId: MessageId(messageId), conversationId: null, traceparent: null, actor: 'gateway' };
  return { body: { type: 'PaymentDeclined' }, cause };
}

/** Every input leaves an event, so the history names all of them, in the order in which they were applied. */
const causesOf = ({ history }: StoredLife): readonly string[] => [
  ...new Set(history.map(({ cause }) => cause.messageId as string)),
];

function sequenceFaults(said: readonly string[], applied: readonly string[]): readonly string[] {
  const heard = applied.filter((id) => said.includes(id));
  const lost = said.filter((id) => !applied.includes(id));
  if (lost.length > 0) return [`never applied: ${lost.join(', ')}`];
  return heard.join() === said.join() ? [] : [`said as ${said.join(', ')}, applied as ${heard.join(', ')}`];
}

function lifeFaults(
  inputs: readonly Caused<OrderInput>[],
  { life, sent, share }: Omit<OrderEvidence, 'said' | 'life'> & { readonly life: StoredLife },
): readonly string[] {
  const announced = sent.filter(({ type }) => announcements.has(type)).length;
  const noted = life.inbox.filter(isOfGateway);
  const { sent: commands, ...expected } = withShare(expectedLife(live(inputs)), { ...share, announced, noted });
  const differing = Object.keys(expected).filter(
    (part) => !isDeepStrictEqual(life[part as keyof typeof expected], expected[part as keyof typeof expected]),
  ) as (keyof typeof expected)[];
  const told = (rows: readonly (Pick<SentMessage, 'type'> & { readonly cause: string })[]): string =>
    rows.map(({ type, cause }, place) => `${place + 1} ${type} of ${cause}`).join(', ');
  const own = sent.filter(({ type }) => !announcements.has(type));
  const was = told(own.map((row) => ({ ...row, cause: row.causedBy })));
  const isNumbered = sent.every(({ sequence }, place) => sequence === place + 1);
  const shouldBe = told(commands);
  return [
    ...differing.map((part) => `its ${part} is ${shown(life[part])}, by the rules ${shown(expected[part])}`),
    ...(isNumbered ? [] : ['its messages are not numbered from 1 without a gap']),
    ...(was === shouldBe ? [] : [`it sent ${was || 'nothing'}, by the rules ${shouldBe || 'nothing'}`]),
  ];
}

const announcements: ReadonlySet<string> = new Set(Object.values(paymentEvents).map(({ name }) => name));

type Share = PaymentShare & { readonly announced: number; readonly noted: readonly string[] };

/**
 * The payment's events have versions among the order's, its causes are in the inbox with what the gateway said and was no news, and its
 * announcements are numbered among the commands.
 */
function withShare(life: StoredLife, { causes, announced, noted }: Share): StoredLife {
  const count = life.versions.length + causes.length;
  const row =
    life.row === undefined ? undefined : { ...life.row, version: count, out_sequence: life.sent.length + announced };
  return {
    ...life,
    versions: Array.from({ length: count }, (_event, index) => index + 1),
    row,
    inbox: [...new Set([...life.inbox, ...causes, ...noted])].sort(),
  };
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));

/** A placed order whose basket isn't deleted has a timer, and every timer has had its time. */
function restFaults({ row }: StoredLife): readonly string[] {
  return row?.['status'] === 'Placed' && row['basket_deleted'] === false ? ['it is still waiting for its timer'] : [];
}
