import { InvalidRequest } from '../../platform/pipeline/validation.js';
import { readLetterCursor } from '../../queries/dead-letter-cursor.js';
import type { DeadLetterFilter } from '../../queries/dead-letter-filter.js';
import type { DeadLettersAsked } from '../../queries/list-dead-letters.js';
import type { DeadLetterFilterInput, DeadLettersArgs } from './dead-letters.args.js';

const toFilter = ({ status, direction, reason, type, orderId }: DeadLetterFilterInput): DeadLetterFilter => ({
  statuses: status ?? undefined,
  direction: direction ?? undefined,
  reason: reason ?? undefined,
  type: type ?? undefined,
  orderId: orderId ?? undefined,
});

/** The position that a cursor names; undefined where none is given. @throws InvalidRequest naming the field */
export function positionOf(field: string, cursor: string | null | undefined): bigint | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const position = readLetterCursor(cursor);
  if (position !== null) return position;
  throw new InvalidRequest('deadLetters', [{ field, rule: 'is not a cursor of dead letters' }]);
}

/** The arguments as they mean the same whether null or left out. @throws InvalidRequest naming a malformed cursor */
export const toDeadLettersAsked = ({ filter, first, after, last, before }: DeadLettersArgs): DeadLettersAsked => ({
  filter: toFilter(filter ?? {}),
  first: first ?? undefined,
  after: positionOf('after', after),
  last: last ?? undefined,
  before: positionOf('before', before),
});
