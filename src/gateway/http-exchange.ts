/** What became of one HTTP request. */
export type Exchange =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  /** No byte of it went out. */
  | { readonly kind: 'not_sent'; readonly reason: string }
  /** It may have arrived. */
  | { readonly kind: 'lost'; readonly cause: 'timeout' | 'reset' };

export type HttpRequest = {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for all of it, to the last byte of the answer. */
  readonly deadlineMs: number;
};

// The calls of the system before a connection stands: where one of them fails, nothing can have been sent.
const beforeSending: ReadonlySet<unknown> = new Set(['getaddrinfo', 'connect']);

/** Sends once, and never again by itself: a redirect is handed back, for following it would be a second request. */
export async function exchange({ url, method, headers, body, deadlineMs }: HttpRequest): Promise<Exchange> {
  try {
    const answer = await fetch(url, {
      method,
      headers: { ...headers },
      body: body ?? null,
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    return { kind: 'answered', status: answer.status, text: await answer.text() };
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): Exchange {
  if (property(error, 'name') === 'TimeoutError') return { kind: 'lost', cause: 'timeout' };
  const cause = property(error, 'cause');
  const named = property(cause, 'code');
  const code = typeof named === 'string' ? named : 'unnamed';
  const attempts = property(cause, 'errors');
  // A name with several addresses fails with an error for each.
  const faults: readonly unknown[] = Array.isArray(attempts) ? attempts : [cause];
  const connected = faults.some((fault) => !beforeSending.has(property(fault, 'syscall')));
  if (!connected || code === 'UND_ERR_CONNECT_TIMEOUT') return { kind: 'not_sent', reason: code };
  return { kind: 'lost', cause: 'reset' };
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined;
