import type { ReadRequest } from './load/read-load.js';

export const pageLength = 20;
export const orderFields =
  'id basketId fullName email state totalMoney currency placedAt updatedAt version timeoutRetryCount';

/** @param expects what must stand in the answer */
export const overGraphql = (query: string, variables: object, expects: string): ReadRequest => ({
  method: 'POST',
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
  expects,
});

/** @param path below /api/v1/orders */
export const overRest = (path: string, expects: string): ReadRequest => ({
  method: 'GET',
  path: `/api/v1/orders${path}`,
  expects,
});

export const withId = (id: string): string => `"id":"${id}"`;
