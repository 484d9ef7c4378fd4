import { assertNever } from '../kernel/assert-never.js';
import { Currency } from '../kernel/currency.js';
import { BasketId } from '../kernel/ids.js';
import { formatMoney, type Money, parseMoney } from '../kernel/money.js';
import type { Contact, Details, DetailField } from './details.js';
import type { EventType, IgnoredReason, OrderEvent } from './event.js';
import type { EarlyInput, InputType } from './input.js';

/** Goes up when the shape below changes; a reader keeps understanding every version that was ever written. */
export const eventSchemaVersion = 1;

type StoredMoney = { readonly amount: string; readonly currency: string };
type StoredDetails = { readonly basketId?: string; readonly total?: StoredMoney };
type ContactField = keyof Contact;

/** The `data` of a stored event: everything but names and addresses, which stand in the erasable table. */
export type EventData = {
  readonly details?: StoredDetails;
  /** The contact fields that the event brought; their values are in the contacts row of the event's version. */
  readonly contact?: readonly ContactField[];
  readonly input?: string;
  readonly fields?: readonly string[];
  readonly attempt?: number;
  readonly reason?: string;
};

const storedMoney = (total: Money): StoredMoney => ({ amount: formatMoney(total), currency: total.currency });

const storedDetails = ({ basketId, total }: Partial<Details>): StoredDetails => ({
  ...(basketId === null || basketId === undefined ? {} : { basketId }),
  ...(total === null || total === undefined ? {} : { total: storedMoney(total) }),
});

const contactFields: readonly ContactField[] = ['fullName', 'email'];
const broughtContact = (details: Partial<Details>): readonly ContactField[] =>
  contactFields.filter((field) => details[field] !== null && details[field] !== undefined);

/** The contact fields of an event that carries any, by which the store knows to write a contacts row. */
export function contactOf(event: OrderEvent): Partial<Contact> | null {
  const source = sourceOfContact(event);
  return source === null || broughtContact(source).length === 0
    ? null
    : Object.fromEntries(broughtContact(source).map((field) => [field, source[field]]));
}

function sourceOfContact(event: OrderEvent): Partial<Details> | null {
  if (event.type === 'OrderPlaced') return event.details;
  if (event.type === 'DetailsFilled') return event.filled;
  return event.type === 'InputDeferred' ? event.input.claim : null;
}

const withDetails = (details: Partial<Details>): EventData => ({
  details: storedDetails(details),
  contact: broughtContact(details),
});

/** The event as it is stored. Its contact goes elsewhere: see contactOf. */
export function toEventData(event: OrderEvent): EventData {
  switch (event.type) {
    case 'InputDeferred':
      return { input: event.input.type, ...withDetails(event.input.claim) };
    case 'OrderPlaced':
      return withDetails(event.details);
    case 'DetailsFilled':
      return withDetails(event.filled);
    case 'DetailsDisagreed':
      return { fields: event.fields, details: storedDetails(event.claim) };
    case 'InputIgnored':
      return { input: event.input, reason: event.reason };
    case 'CheckoutWaitExpired':
    case 'PlaceOrderRetried':
    case 'OrderTimedOut':
      return { attempt: event.attempt };
    case 'BasketDeleted':
    case 'BasketDeletionFailed':
    case 'PaymentDeclined':
    case 'OrderCompleted':
    case 'OrderCancelled':
      return {};
    default:
      return assertNever(event);
  }
}

/** Stored data that this version of the service can't have written. */
export class UnreadableEvent extends Error {
  readonly code = 'ORDER.UNREADABLE_EVENT';
  constructor(type: string, what: string) {
    super(`A stored ${type} can't be read: ${what}`);
  }
}

function readMoney(type: string, stored: StoredMoney): Money {
  const parsed = parseMoney(stored.amount, Currency(stored.currency));
  if (!parsed.ok) throw new UnreadableEvent(type, `its total is ${parsed.fault}`);
  return parsed.money;
}

function readFilled(type: string, data: EventData, contact: Contact | null): Partial<Details> {
  const { basketId, total } = data.details ?? {};
  return {
    ...Object.fromEntries((data.contact ?? []).map((field) => [field, contact?.[field] ?? null])),
    ...(basketId === undefined ? {} : { basketId: BasketId(basketId) }),
    ...(total === undefined ? {} : { total: readMoney(type, total) }),
  };
}

const complete = (filled: Partial<Details>): Details => ({
  fullName: filled.fullName ?? null,
  email: filled.email ?? null,
  basketId: filled.basketId ?? null,
  total: filled.total ?? null,
});

/** The stored event with the contact of its version (null: none, or erased). @throws UnreadableEvent */
export function fromEventData(type: string, data: EventData, contact: Contact | null): OrderEvent {
  const filled = readFilled(type, data, contact);
  const { attempt = 0, reason = '', input = '', fields = [] } = data;
  const readers: Readonly<Record<EventType, () => OrderEvent>> = {
    InputDeferred: () => ({
      type: 'InputDeferred',
      input: { type: input as EarlyInput['type'], claim: complete(filled) },
    }),
    OrderPlaced: () => ({ type: 'OrderPlaced', details: complete(filled) }),
    DetailsFilled: () => ({ type: 'DetailsFilled', filled }),
    DetailsDisagreed: () => {
      const { basketId, total } = complete(filled);
      return { type: 'DetailsDisagreed', fields: fields as readonly DetailField[], claim: { basketId, total } };
    },
    InputIgnored: () => ({ type: 'InputIgnored', input: input as InputType, reason: reason as IgnoredReason }),
    CheckoutWaitExpired: () => ({ type: 'CheckoutWaitExpired', attempt }),
    PlaceOrderRetried: () => ({ type: 'PlaceOrderRetried', attempt }),
    OrderTimedOut: () => ({ type: 'OrderTimedOut', attempt }),
    BasketDeleted: () => ({ type: 'BasketDeleted' }),
    BasketDeletionFailed: () => ({ type: 'BasketDeletionFailed' }),
    PaymentDeclined: () => ({ type: 'PaymentDeclined' }),
    OrderCompleted: () => ({ type: 'OrderCompleted' }),
    OrderCancelled: () => ({ type: 'OrderCancelled' }),
  };
  if (!Object.hasOwn(readers, type)) throw new UnreadableEvent(type, 'its type is unknown');
  return readers[type as EventType]();
}
