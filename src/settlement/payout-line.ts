import { createHash } from 'node:crypto';
import type { SettlementLine } from '../gateway/settlement-line.js';
import type { Money } from '../kernel/money.js';
import { MessageId, OperationId, ownMessagePrefixes } from '../kernel/ids.js';
import type { MoneyFact } from '../ledger/money-fact.js';

/** A line with the gateway that it's of, since line ids are a gateway's own. */
export type PayoutLine = SettlementLine & { readonly gateway: string };
export type LineKey = Pick<PayoutLine, 'gateway' | 'lineId'>;

/** A UUID of version 8 out of a name: the same one for the same thing, whoever makes it. */
export function idFor(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}

const nameOf = ({ gateway, lineId }: LineKey): string => `${ownMessagePrefixes.payout}${gateway}:${lineId}`;

/** Under which a payment's inbox knows the line: it settles once, however often it's sent. */
export const messageIdOf = (line: LineKey): MessageId => MessageId(nameOf(line));

/** Of what the ledger books for the line itself, which is no operation on a payment. */
export const lineOperationId = (line: LineKey): OperationId => OperationId(idFor(nameOf(line)));

const like = ({ currency }: PayoutLine, minor: bigint): Money => ({ minor, currency });
export const grossOf = (line: PayoutLine): Money => like(line, line.gross);

type LineFact = Extract<MoneyFact, { readonly orderId: null }>;
type Said = LineFact extends infer Fact ? (Fact extends LineFact ? Omit<Fact, Shared> : never) : never;
type Shared = 'orderId' | 'operationId' | 'amount' | 'direction';

/** What the ledger posts for a line's net amount; nothing of a line that moves nothing. */
export function factOf(line: LineKey & Pick<PayoutLine, 'net' | 'currency'>, said: Said): readonly MoneyFact[] {
  const { net, currency } = line;
  if (net === 0n) return [];
  const [direction, minor] = net > 0n ? (['in', net] as const) : (['out', -net] as const);
  return [{ ...said, orderId: null, operationId: lineOperationId(line), direction, amount: { minor, currency } }];
}
