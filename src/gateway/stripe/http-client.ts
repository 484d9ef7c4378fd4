import type Stripe from 'stripe';
import { type Exchange, exchange } from '../http-exchange.js';

/** Why there is no answer of Stripe's to a request. */
export type Fault =
  Exclude<Exchange, { readonly kind: 'answered' }> | { readonly kind: 'unreadable'; readonly status: number };

/**
 * What the SDK keeps as a connection error's `detail`. It carries no code on purpose: at ECONNRESET and EPIPE the SDK sends
 * again by itself, whatever its number of retries, since it takes them for a sleeping connection.
 */
export class ExchangeFailed extends Error {
  constructor(readonly fault: Fault) {
    super(`No answer of Stripe's: ${fault.kind}`);
  }
}

/** The SDK's requests over our own exchange: one deadline for all of a request, no redirects, and what was sent is known. */
export const stripeHttpClient: Stripe.HttpClient = {
  getClientName: () => 'fetch',
  async makeRequest(host, port, path, method, headers, body, protocol, timeout) {
    if (method !== 'GET' && method !== 'POST') throw new Error(`Not a method that the adapter uses: ${method}`);
    const answer = await exchange({
      url: new URL(path, `${protocol}://${host}:${port}`),
      method,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      ...(method === 'POST' ? { body } : {}),
      deadlineMs: timeout,
    });
    if (answer.kind !== 'answered') throw new ExchangeFailed(answer);
    const json = readObject(answer.text);
    if (json === null) throw new ExchangeFailed({ kind: 'unreadable', status: answer.status });
    return {
      getStatusCode: () => answer.status,
      getHeaders: () => ({}),
      getRawResponse: () => ({}),
      toStream: () => {
        throw new Error('The adapter asks for no streams');
      },
      toJSON: () => Promise.resolve(json),
    };
  },
};

function readObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
