import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { InvalidRequest } from '../../platform/pipeline/validation.js';

/** What a refusal tells besides: a name for it, and what a client needs to ask better. */
type RefusalMembers = {
  readonly reason?: string;
  /** The order's version. */
  readonly version?: number;
  readonly paymentStatus?: string;
  /** The largest amount that would be taken now, in `currency`. */
  readonly max?: string;
  readonly currency?: string;
};

/** RFC 9457. `errors` names each field that is at fault, with the rules that it breaks. */
export type Problem = RefusalMembers & {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
};

export const problemMediaType = 'application/problem+json';

/** A request that is understood, and refused by its name. */
export class RefusedRequest extends Error {
  readonly code = 'REQUEST.REFUSED';
  constructor(
    readonly status: 404 | 409 | 412 | 422 | 400,
    detail: string,
    readonly members: RefusalMembers,
  ) {
    super(detail);
  }
}

const titleOf = (status: number): string => STATUS_CODES[status] ?? 'Error';

// `about:blank`: the status says it all, and the title is its name (RFC 9457, section 4.2.1).
const plain = (status: number, instance: string, detail?: string): Problem => ({
  type: 'about:blank',
  title: titleOf(status),
  status,
  ...(detail === undefined ? {} : { detail }),
  instance,
});

function invalid({ faults }: InvalidRequest, instance: string): Problem {
  const errors: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const { field, rule } of faults) errors[field] = [...(errors[field] ?? []), rule];
  const detail = faults.map(({ field, rule }) => `${field} ${rule}`).join('; ');
  return { ...plain(400, instance, detail), errors };
}

/** What Fastify itself refuses, such as a body that is too large: a status, and words about the request. */
function refusalOf(error: unknown): { readonly status: number; readonly detail: string } | null {
  if (!(error instanceof Error)) return null;
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? { status, detail: error.message } : null;
}

/** Null where it is no fault of the client's: then nothing of it may be told. */
export function clientProblem(error: unknown, instance: string): Problem | null {
  if (error instanceof InvalidRequest) return invalid(error, instance);
  if (error instanceof RefusedRequest) return { ...plain(error.status, instance, error.message), ...error.members };
  const refusal = refusalOf(error);
  return refusal === null ? null : plain(refusal.status, instance, refusal.detail);
}

/** An HttpException of 500 and above that says so on purpose, such as 503, keeps its status, nothing else. */
export const internalProblem = (error: unknown, instance: string): Problem =>
  plain(error instanceof HttpException && error.getStatus() >= 500 ? error.getStatus() : 500, instance);
