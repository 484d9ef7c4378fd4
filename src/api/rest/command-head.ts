import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { OrderId } from '../../kernel/ids.js';
import { type FieldFault, InvalidRequest } from '../../platform/pipeline/validation.js';
import { noQuery, orderPath, Parsed } from './parsed.js';

type Sent = {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
};

/** What a command to a payment says outside its body. */
export type CommandHead = {
  readonly orderId: OrderId;
  readonly key: string;
  readonly keyName: string;
  readonly expectedVersion: number | null;
};

const keyName = 'Idempotency-Key';

export const tagOf = (version: number): string => `"${String(version)}"`;

/** The entity tag of a payment is its order's version. Null where any will do; undefined where it's no tag of ours. */
function versionOf(ifMatch = '*'): number | null | undefined {
  if (ifMatch.trim() === '*') return null;
  const [, version] = /^"(\d{1,9})"$/.exec(ifMatch.trim()) ?? [];
  return version === undefined ? undefined : Number(version);
}

function readHeaders({ 'idempotency-key': key, 'if-match': ifMatch }: Sent['headers']): Omit<CommandHead, 'orderId'> {
  const expectedVersion = versionOf(ifMatch);
  if (key !== undefined && expectedVersion !== undefined) return { key, keyName, expectedVersion };
  const missing: FieldFault = { field: keyName, rule: 'must be given: it names the command, so that it is done once' };
  const malformed: FieldFault = { field: 'If-Match', rule: 'must be one version in double quotes, such as "7", or *' };
  throw new InvalidRequest('The request', [
    ...(key === undefined ? [missing] : []),
    ...(expectedVersion === undefined ? [malformed] : []),
  ]);
}

/** Reads path, query and headers. @throws InvalidRequest naming what is missing or malformed */
export const ReadCommandHead = createParamDecorator((_none: unknown, context: ExecutionContext): CommandHead => {
  const { params, query, headers } = context.switchToHttp().getRequest<Sent>();
  const { orderId } = new Parsed(orderPath).transform(params);
  new Parsed(noQuery).transform(query);
  return { orderId, ...readHeaders(headers) };
});
