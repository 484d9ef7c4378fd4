import { Currency } from '../kernel/currency.js';
import type { Money } from '../kernel/money.js';
import type { EventType, PaymentEvent } from './event.js';
import type { Operation } from './operation.js';
import type { PaymentState } from './state.js';

/** JSON as it is stored: of what JSON lacks, minor units are decimal strings and times are in ISO 8601. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = Readonly<Record<string, Json>>;

/** In the event log, what tells a payment's event from an order's. */
const prefix = 'payment.';

export const isPaymentEvent = (storedType: string): boolean => storedType.startsWith(prefix);
export const storedTypeOf = ({ type }: PaymentEvent): string => prefix + type;

/** Stored data that this version of the service can't have written. */
export class UnreadablePayment extends Error {
  readonly code = 'PAYMENT.UNREADABLE';
  constructor(what: string) {
    super(`A stored payment can't be read: ${what}`);
  }
}

// Every event by name: the compiler asks for a new one.
const eventTypes: Readonly<Record<EventType, true>> = {
  PaymentNotNeeded: true,
  PaymentRequested: true,
  OrderMoved: true,
  MethodGiven: true,
  RetryDue: true,
  AuthorizeStarted: true,
  CaptureStarted: true,
  VoidStarted: true,
  RefundStarted: true,
  OperationResent: true,
  OperationPending: true,
  ActionCompleted: true,
  OutcomeUnknown: true,
  LookUpInVain: true,
  LookUpAsked: true,
  AuthorizationGranted: true,
  AuthorizationFellShort: true,
  AuthorizationDeclined: true,
  OperationFailed: true,
  AuthorizationReleased: true,
  CaptureMade: true,
  RefundMade: true,
  RefundFailed: true,
  DisputeReportedEarly: true,
  DisputeOpened: true,
  DisputeWon: true,
  DisputeLost: true,
  PaymentSettled: true,
  RefundSettled: true,
  DisputeSettled: true,
  PaymentEnded: true,
  PaymentReopened: true,
  ReviewRequired: true,
  ReviewEnded: true,
  InputIgnored: true,
};
const stages: Readonly<Record<PaymentState['stage'], true>> = {
  None: true,
  NotNeeded: true,
  Unauthorized: true,
  Authorizing: true,
  Authorized: true,
  Capturing: true,
  Voiding: true,
  Captured: true,
  Ended: true,
};

/** Of a payment that wasn't needed: what was stored before these were kept doesn't name them. */
const unsaid = { method: null, currency: null };

/** What is stored of an event: all but its type, which has a column of its own. */
export function toPaymentEventData({ type: _type, ...data }: PaymentEvent): JsonObject {
  return write(data) as JsonObject;
}

/** @throws UnreadablePayment */
export function fromPaymentEventData(storedType: string, data: Json): PaymentEvent {
  const type = storedType.slice(prefix.length);
  if (!Object.hasOwn(eventTypes, type)) throw new UnreadablePayment(`the type of its event ${storedType} is unknown`);
  const kept = type === 'PaymentNotNeeded' ? unsaid : {};
  return { type, ...kept, ...(read(data) as object) } as PaymentEvent;
}

export const toStoredPayment = (state: PaymentState): Json => write(state);

/** @throws UnreadablePayment */
export function fromStoredPayment(stored: Json): PaymentState {
  const written = read(stored) as PaymentState;
  const state = written.stage === 'NotNeeded' ? { ...unsaid, ...written } : written;
  if (!Object.hasOwn(stages, state.stage)) throw new UnreadablePayment(`its stage ${state.stage} is unknown`);
  return state;
}

export const toStoredOperation = (operation: Operation): Json => write(operation);

/** @throws UnreadablePayment */
export const fromStoredOperation = (stored: Json): Operation => read(stored) as Operation;

function write(value: unknown): Json {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(write);
  if (typeof value !== 'object' || value === null) return value as Json;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, write(field)]));
}

const times: ReadonlySet<string> = new Set(['at', 'startedAt', 'sentAt', 'captureBefore']);

/** Money and times are told by their names, so that what is stored says of itself what it is. */
function read(value: Json): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(read);
  if ('minor' in value) return readMoney(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, readField(name, field)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function readField(name: string, field: Json): unknown {
  if (!times.has(name) || field === null) return read(field);
  const time = new Date(typeof field === 'string' ? field : Number.NaN);
  if (Number.isNaN(time.getTime())) throw new UnreadablePayment(`${name} is no time`);
  return time;
}

function readMoney({ minor, currency }: JsonObject): Money {
  if (typeof minor !== 'string' || !/^-?\d+$/.test(minor) || typeof currency !== 'string')
    throw new UnreadablePayment('an amount has no minor units or no currency');
  return { minor: BigInt(minor), currency: Currency(currency) };
}
