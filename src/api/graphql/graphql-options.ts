import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { formatError } from './format-error.js';
import { queryLimits } from './query-limits.js';

// GraphiQL's introspection query has about 300.
const maxLexicalTokens = 2_000;

/** Apollo as it may stand in production, plus introspection, which GraphiQL needs. */
export const graphqlOptions: Omit<ApolloDriverConfig, 'driver'> = {
  path: '/graphql',
  autoSchemaFile: true,
  sortSchema: true,
  introspection: true,
  // Nest's own page loads from the internet; ours is at /graphiql.
  graphiql: false,
  csrfPrevention: true,
  allowBatchedHttpRequests: false,
  persistedQueries: false,
  includeStacktraceInErrorResponses: false,
  hideSchemaDetailsFromClientErrors: true,
  formatError,
  parseOptions: { maxLexicalTokens },
  validationRules: [queryLimits],
  // Every answer says `no-store` anyway (security-headers.ts), and its bookkeeping at each field costs a page a fifth of its time.
  plugins: [ApolloServerPluginCacheControlDisabled()],
};
