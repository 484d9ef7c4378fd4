import { z } from 'zod';
import { type Asked, readJson } from './http.js';

/** What an operation's request asks for. */
export type Asking = { readonly key: string; readonly order: string; readonly attempt: number } & (
  | { readonly kind: 'authorize'; readonly amount: bigint; readonly currency: string; readonly method: string }
  | {
      readonly kind: 'capture';
      readonly authorization: string;
      readonly amount: bigint;
      readonly currency: string;
      readonly final: boolean;
    }
  | { readonly kind: 'void'; readonly authorization: string }
  | { readonly kind: 'refund'; readonly capture: string; readonly amount: bigint; readonly currency: string }
);

const context = { order: z.string().min(1).max(64), attempt: z.int().positive() };
const money = {
  amount: z
    .string()
    .regex(/^[1-9]\d{0,18}$/)
    .transform(BigInt),
  currency: z.enum(['CHF', 'EUR', 'GBP', 'JPY', 'KWD', 'USD']),
};
const authorize = z.strictObject({ ...context, ...money, method: z.string().min(1).max(200) });
const capture = z.strictObject({ ...context, ...money, final: z.boolean() });
const nothingMore = z.strictObject(context);
const refund = z.strictObject({ ...context, ...money });

const below = /^\/v1\/(authorizations|captures)\/([\w-]{1,64})\/(captures|voids|refunds)$/;

/** Null: no such place. @throws z.ZodError where the body doesn't say what it must */
export function readAsking({ path, body }: Asked, key: string): Asking | null {
  const read = readJson(body);
  if (path === '/v1/authorizations') return { kind: 'authorize', key, ...authorize.parse(read) };
  const [, parent, reference = '', child] = below.exec(path) ?? [];
  switch (`${parent ?? ''} ${child ?? ''}`) {
    case 'authorizations captures':
      return { kind: 'capture', key, authorization: reference, ...capture.parse(read) };
    case 'authorizations voids':
      return { kind: 'void', key, authorization: reference, ...nothingMore.parse(read) };
    case 'captures refunds':
      return { kind: 'refund', key, capture: reference, ...refund.parse(read) };
    default:
      return null;
  }
}
