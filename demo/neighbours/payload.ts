import { LosslessNumber } from 'lossless-json';
import { type CommandName, commandNames } from './fate.js';
import { commandFields, eventFields } from './plan.js';
import { uuidPattern, uuidV7 } from './random.js';
import type { OutgoingEvent } from './wire.js';

/** Up to seven fraction digits, as .NET writes a time. */
export const dotNetTime = (at: Date): string =>
  at.toISOString().replace('Z', '1234567'.slice(0, 1 + (at.getTime() % 4)) + 'Z');

const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:00)$/;
export const isUtcTime = (value: unknown): boolean =>
  typeof value === 'string' && utcTime.test(value) && !Number.isNaN(Date.parse(value));

export const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * An event's own fields in the order of the contract, the base type's two last. A checkout names how it's paid where the
 * customer has said so: the field is the service's own, and optional.
 */
export function payloadOf({ name, claim, sentAt }: OutgoingEvent): Readonly<Record<string, unknown>> {
  const { total, paymentMethod, ...texts } = claim;
  const all = { ...texts, totalMoney: total.as === 'number' ? new LosslessNumber(total.wire) : total.wire };
  const fields = eventFields[name].map((field): [string, unknown] => [field, all[field]]);
  const paid = name === 'UserCheckedOutIntegrationEvent' && paymentMethod !== null ? { paymentMethod } : {};
  return { ...Object.fromEntries(fields), ...paid, id: uuidV7(), creationDate: dotNetTime(sentAt) };
}

export function commandNamed(name: string): CommandName | undefined {
  return commandNames.find((known) => known === name);
}

/** What's wrong with a command's own fields, whichever envelope they came in. Their values are judged against the order later. */
export function payloadFaults(name: CommandName, data: Readonly<Record<string, unknown>>): readonly string[] {
  const required = [...commandFields[name], 'id', 'creationDate'];
  const known = new Set([...required, 'currency']);
  const missing = required.filter((field) => !(field in data));
  const strangers = Object.keys(data).filter((field) => !known.has(field));
  const { totalMoney, id, creationDate } = data;
  return [
    ...missing.map((field) => `the field ${field} is missing (camelCase)`),
    ...strangers.map((field) => `the field ${field} is none of the contract's`),
    ...(typeof totalMoney === 'string' && /^\d+(\.\d+)?$/.test(totalMoney)
      ? []
      : [`totalMoney must be a decimal as a JSON string, is ${String(totalMoney)} (${typeof totalMoney})`]),
    ...(isUuid(id) ? [] : ['id is no UUID']),
    ...(isUtcTime(creationDate) ? [] : ['creationDate is no UTC time']),
  ];
}
