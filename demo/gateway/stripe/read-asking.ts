import { z } from 'zod';
import type { Asking } from '../asking.js';
import type { Answer, Asked } from '../http.js';
import type { Operation } from '../operation.js';
import type { Operations } from '../operations.js';
import { failed, invalid, missing } from './errors.js';
import { readForm } from './form.js';
import { asksCustomer, readMethod } from './methods.js';
import type { Metadata } from './objects.js';

export type Request = { readonly asking: Asking; readonly metadata: Metadata };

const whole = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(BigInt);
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const expand = z.record(z.string(), z.string()).optional();

const create = z.strictObject({
  amount: whole,
  currency: z.string().regex(/^[a-z]{3}$/),
  payment_method: z.string(),
  allowed_payment_method_types: z.record(z.string(), z.literal('card')),
  capture_method: z.literal('manual'),
  confirm: z.literal('true'),
  off_session: z.literal('true').optional(),
  return_url: z.url().optional(),
  metadata,
  expand,
});
const capture = z.strictObject({ amount_to_capture: whole.optional(), metadata, expand });
const cancel = z.strictObject({
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
  expand,
});
const refund = z.strictObject({ charge: z.string(), amount: whole.optional(), metadata, expand });

const leastAmount = 50n;

/** What a POST asks for, or why it's refused before anything is done. */
export function readAsking(asked: Asked, key: string, operations: Operations): Request | Answer {
  const form = readForm(asked.body.toString('utf8'));
  if (asked.path === '/v1/payment_intents') return authorizing(create.parse(form), key);
  if (asked.path === '/v1/refunds') return refunding(refund.parse(form), key, operations);
  const [, id = '', verb] = /^\/v1\/payment_intents\/(\w+)\/(capture|cancel)$/.exec(asked.path) ?? [];
  if (verb === undefined) return invalid('resource_missing', undefined, 404);
  const authorization = operations.find({ reference: id });
  if (authorization?.kind !== 'authorize') return missing('intent');
  const { order, attempt } = authorization;
  if (verb === 'cancel') {
    cancel.parse(form);
    return { asking: { kind: 'void', key, order, attempt, authorization: id }, metadata: {} };
  }
  const { amount_to_capture: amount = authorization.amount, metadata } = capture.parse(form);
  const { currency } = authorization;
  return {
    asking: { kind: 'capture', key, order, attempt, authorization: id, amount, currency, final: true },
    metadata,
  };
}

function authorizing(form: z.output<typeof create>, key: string): Request | Answer {
  const { amount, payment_method: method, metadata, off_session } = form;
  if (readMethod(method) === null) return missing('payment_method', 400);
  if (amount < leastAmount) return invalid('amount_too_small', 'amount');
  if (off_session === undefined && form.return_url === undefined) return invalid('parameter_missing', 'return_url');
  // Nobody is there whom the issuer could ask.
  const asked =
    off_session !== undefined && asksCustomer(method) ? 'tok_authorize.declined.authentication_required' : method;
  const [order, attempt] = [metadata['order_id'] ?? '', Number(metadata['attempt'] ?? 1)];
  const currency = form.currency.toUpperCase();
  return { asking: { kind: 'authorize', key, order, attempt, amount, currency, method: asked }, metadata };
}

function refunding(form: z.output<typeof refund>, key: string, operations: Operations): Request | Answer {
  const charge = operations.find({ reference: form.charge });
  if (charge?.kind !== 'capture') return missing('charge');
  const { order, attempt, currency } = charge;
  const amount = form.amount ?? leftOf(charge, operations);
  return {
    asking: { kind: 'refund', key, order, attempt, capture: charge.id, amount, currency },
    metadata: form.metadata,
  };
}

const leftOf = ({ id, amount }: Operation, operations: Operations): bigint =>
  operations
    .childrenOf(id)
    .filter(({ status }) => status === 'succeeded' || status === 'pending')
    .reduce((left, refunded) => left - refunded.amount, amount);

/** Which field is wrong, as Stripe says it. */
export function answerToFault({ issues: [issue] }: z.ZodError): Answer {
  const param = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  const code = issue?.code === 'unrecognized_keys' ? 'parameter_unknown' : 'parameter_invalid';
  return failed(400, { type: 'invalid_request_error', code, param });
}
