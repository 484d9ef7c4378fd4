import type { GraphiQLProps } from 'graphiql';

// Relative to the page at /graphiql/, so that it also works behind a proxy that adds a prefix.
const ENDPOINT = '../graphql';

/** Sends an operation to the service and answers its body, whatever the status: GraphQL's errors are in the body. */
export const fetcher: GraphiQLProps['fetcher'] = async (operation, options) => {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...options?.headers },
    body: JSON.stringify(operation),
  });
  return response.json();
};
