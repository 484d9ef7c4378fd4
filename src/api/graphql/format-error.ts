import { unwrapResolverError } from '@apollo/server/errors';
import { Logger } from '@nestjs/common';
import type { GraphQLFormattedError } from 'graphql';
import { withoutCardNumbers } from '../../kernel/card-number.js';
import { InvalidRequest } from '../../platform/pipeline/validation.js';

// What the client did wrong, in words that are about its own request.
const clientCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
]);

const logger = new Logger('GraphQL');

const at = ({ path, locations }: GraphQLFormattedError) => ({
  ...(locations === undefined ? {} : { locations }),
  ...(path === undefined ? {} : { path }),
});

/** Everything that isn't the client's own fault is logged here and comes out as one same sentence: messages leak. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  if (cause instanceof InvalidRequest)
    return {
      message: cause.faults.map(({ field, rule }) => `${field} ${rule}`).join('; '),
      ...at(formatted),
      extensions: { code: 'BAD_USER_INPUT', faults: cause.faults },
    };
  const code = formatted.extensions?.['code'];
  // graphql repeats a value that doesn't fit.
  if (clientCodes.has(code))
    return { message: withoutCardNumbers(formatted.message), ...at(formatted), extensions: { code } };
  logger.error(`${formatted.path?.join('.') ?? 'A request'} failed`, cause instanceof Error ? cause.stack : undefined);
  return { message: 'Internal server error', ...at(formatted), extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
