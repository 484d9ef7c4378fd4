import type { IncomingMessage, ServerResponse } from 'node:http';

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** No answer ever comes; the caller has to give up. */
export type Silence = 'silence';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly idempotencyKey: string | null;
  readonly authorization: string | null;
};

export const failure = (status: number, type: string, code: string): Answer => ({
  status,
  body: { error: { type, code } },
});

export const noSuchPlace = failure(404, 'invalid_request', 'no_such_resource');

export async function readAsked(request: IncomingMessage): Promise<Asked> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const key = request.headers['idempotency-key'];
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: Buffer.concat(pieces),
    idempotencyKey: typeof key === 'string' && key !== '' && key.length <= 255 ? key : null,
    authorization: request.headers.authorization ?? null,
  };
}

export function send(response: ServerResponse, answer: Answer): void {
  const headers = { 'content-type': 'application/json', ...answer.headers };
  response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
}

/** A body that isn't JSON reads as undefined, which no schema takes. */
export function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
