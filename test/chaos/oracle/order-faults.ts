import { isDeepStrictEqual } from 'node:util';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import { createDecoder } from '../../../src/contracts/decode-message.js';
import { MessageId } from '../../../src/kernel/ids.js';
import type { Caused } from '../../../src/order/cause.js';
import type { OrderInput, WakeUp } from '../../../src/order/input.js';
import { live, policy } from '../../order/order-life.js';
import { expectedLife } from '../../store/expected-life.js';
import type { StoredLife } from '../../store/stored-life.js';
import type { SentMessage } from './evidence.js';

/** What there is to know of one order. */
export type OrderEvidence = {
  /** What the broker confirmed, each message once, in the order in which it was said. */
  readonly said: readonly BrokerMessage[];
  readonly life: StoredLife | undefined;
  readonly sent: readonly SentMessage[];
};

const decode = createDecoder({ format: 'masstransit', defaultCurrency: policy.currency });
const wakeUpPattern = /^timer:(TimeoutElapsed|CheckoutWaitElapsed):(\d+)$/;

/** Everything in which the stored order differs from what the rules make of the messages that were said, in words. */
export function orderFaults({ said, life, sent }: OrderEvidence): readonly string[] {
  if (life === undefined) return ['none of its messages was applied'];
  const inputs = new Map(said.map((message) => [message.messageId ?? '', inputOf(message)]));
  const applied = causesOf(life);
  const strangers = applied.filter((id) => !inputs.has(id) && wakeUpOf(id) === undefined);
  if (strangers.length > 0) return [`applied what nobody said: ${strangers.join(', ')}`];
  return [
    ...sequenceFaults([...inputs.keys()], applied),
    ...lifeFaults(
      applied.flatMap((id) => inputs.get(id) ?? wakeUpOf(id) ?? []),
      life,
      sent,
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
  life: StoredLife,
  sent: readonly SentMessage[],
): readonly string[] {
  const { sent: commands, ...expected } = expectedLife(live(inputs));
  const differing = Object.keys(expected).filter(
    (part) => !isDeepStrictEqual(life[part as keyof typeof expected], expected[part as keyof typeof expected]),
  ) as (keyof typeof expected)[];
  const told = (rows: readonly (Pick<SentMessage, 'type' | 'sequence'> & { readonly cause: string })[]): string =>
    rows.map(({ sequence, type, cause }) => `${sequence} ${type} of ${cause}`).join(', ');
  const was = told(sent.map((row) => ({ ...row, cause: row.causedBy })));
  const shouldBe = told(commands);
  return [
    ...differing.map((part) => `its ${part} is ${shown(life[part])}, by the rules ${shown(expected[part])}`),
    ...(was === shouldBe ? [] : [`it sent ${was || 'nothing'}, by the rules ${shouldBe || 'nothing'}`]),
  ];
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));

/** A placed order whose basket isn't deleted has a timer, and every timer has had its time. */
function restFaults({ row }: StoredLife): readonly string[] {
  return row?.['status'] === 'Placed' && row['basket_deleted'] === false ? ['it is still waiting for its timer'] : [];
}
