import { describe, expect, it } from '@jest/globals';
import { requestFor } from '../../src/gateway/simulated/request.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { Operation } from '../../src/payment/operation.js';
import { usd } from './payment-of.js';
import { reversed } from './reversed.js';

const ref = {
  operationId: OperationId('0195a000-0000-7000-8000-000000000001'),
  orderId: OrderId('0195a000-0000-7000-8000-000000000002'),
  attempt: 2,
};
const who = '"order":"0195a000-0000-7000-8000-000000000002","attempt":2';
const amount = usd(9_007_199_254_740_993n);
const money = '"amount":"9007199254740993","currency":"USD"';

const requests: readonly (readonly [Operation, string, string])[] = [
  [
    { ...ref, kind: 'authorize', amount, method: { token: 'tok_ok' } },
    '/v1/authorizations',
    `{${who},${money},"method":"tok_ok"}`,
  ],
  [
    { ...ref, kind: 'capture', amount, authorization: 'aut_1', final: false },
    '/v1/authorizations/aut_1/captures',
    `{${who},${money},"final":false}`,
  ],
  [{ ...ref, kind: 'void', authorization: 'aut_1' }, '/v1/authorizations/aut_1/voids', `{${who}}`],
  [{ ...ref, kind: 'refund', amount, capture: 'cap/1' }, '/v1/captures/cap%2F1/refunds', `{${who},${money}}`],
];

describe('the request of an operation', () => {
  it.each(requests)('says what it needs: %#', (operation, path, body) => {
    expect(requestFor(operation)).toEqual({ path, body });
  });

  it.each(requests)('is the same bytes, however the operation was put together: %#', (operation) => {
    expect(requestFor(reversed(operation))).toEqual(requestFor(operation));
  });
});
