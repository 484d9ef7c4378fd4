import type { GraphiQLProps } from 'graphiql';

type Fetcher = GraphiQLProps['fetcher'];

// Relative to the page at /graphiql/, so that it also works behind a proxy that adds a prefix.
const ENDPOINT = '../graphql';

/** Sends an operation to the service and answers its body, whatever the status: GraphQL's errors are in the body. */
export const fetcher: Fetcher = async (operation, options) => {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...options?.headers },
    body: JSON.stringify(operation),
  });
  return (await response.json()) as Awaited<ReturnType<Fetcher>>;
};
