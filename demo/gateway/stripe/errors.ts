import type { Answer } from '../http.js';

export type ErrorBody = Readonly<Record<string, unknown>> & { readonly type: string };

/** An error as Stripe tells it. */
export const failed = (status: number, error: ErrorBody): Answer => ({
  status,
  body: { error: { message: 'The double of a payment gateway says no.', ...error } },
});

export const invalid = (code: string, param?: string, status = 400): Answer =>
  failed(status, { type: 'invalid_request_error', code, ...(param === undefined ? {} : { param }) });

export const missing = (param: string, status = 404): Answer => invalid('resource_missing', param, status);
