import type { PaymentEvent } from '../../src/payment/event.js';
import type { Operation } from '../../src/payment/operation.js';

/**
 * What a payment's facts come to in money, reckoned a second time: from the events alone, without the state, the stages
 * or the sums of the core.
 */
export type Account = {
  readonly total: bigint;
  /** The largest sum that may be captured: what was authorized last, or else the order's total. */
  readonly limit: bigint;
  readonly captured: readonly bigint[];
  /** Every refund that isn't known to have failed, by its operation. */
  readonly promised: ReadonlyMap<string, bigint>;
  readonly capturesUnderWay: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
};

export const emptyAccount: Account = {
  total: 0n,
  limit: 0n,
  captured: [],
  promised: new Map(),
  capturesUnderWay: new Set(),
  unknown: new Set(),
};

const without = <T>(set: ReadonlySet<T>, gone: T): ReadonlySet<T> => new Set([...set].filter((one) => one !== gone));

/** Whatever settles an operation one way or the other. */
const settles: ReadonlySet<PaymentEvent['type']> = new Set([
  'OperationResent',
  'OperationPending',
  'AuthorizationGranted',
  'AuthorizationFellShort',
  'AuthorizationDeclined',
  'OperationFailed',
  'RefundMade',
  'RefundFailed',
] as const);

function afterSettling(account: Account, event: PaymentEvent): Account {
  const operationId = 'operationId' in event ? event.operationId : null;
  if (operationId === null || !settles.has(event.type)) return account;
  return {
    ...account,
    unknown: without(account.unknown, operationId),
    capturesUnderWay:
      event.type === 'OperationFailed' ? without(account.capturesUnderWay, operationId) : account.capturesUnderWay,
  };
}

const nothingOpen = { capturesUnderWay: new Set<string>(), unknown: new Set<string>() };

export function book(before: Account, event: PaymentEvent): Account {
  const account = afterSettling(before, event);
  const { promised, capturesUnderWay, unknown } = account;
  switch (event.type) {
    case 'PaymentRequested':
      return { ...account, total: event.total.minor, limit: event.total.minor };
    case 'AuthorizationGranted':
    case 'AuthorizationFellShort':
      return { ...account, ...nothingOpen, limit: event.effect.amount.minor };
    case 'CaptureStarted':
      return { ...account, capturesUnderWay: new Set([...capturesUnderWay, event.operation.operationId]) };
    case 'CaptureMade':
      return { ...account, ...nothingOpen, captured: [...account.captured, event.effect.amount.minor] };
    // The hold is gone, and with it whatever was open about it: money that turns up now is of another one.
    case 'AuthorizationReleased':
      return { ...account, ...nothingOpen, limit: account.total };
    case 'PaymentEnded':
    case 'VoidStarted':
      return { ...account, ...nothingOpen };
    case 'RefundStarted': {
      const kept = [...promised].filter(([id]) => id !== event.inPlaceOf);
      return { ...account, promised: new Map([...kept, [event.operation.operationId, event.operation.amount.minor]]) };
    }
    case 'RefundFailed':
      return { ...account, promised: new Map([...promised].filter(([id]) => id !== event.operationId)) };
    case 'OutcomeUnknown':
      return { ...account, unknown: new Set([...unknown, event.operationId]) };
    default:
      return account;
  }
}

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, one) => total + one, 0n);

/** An operation as the gateway would see it: its retries have to be the same, byte for byte. */
export const bytesOf = (operation: Operation): string =>
  JSON.stringify(operation, (_, value: unknown) => (typeof value === 'bigint' ? `${String(value)}n` : value));
