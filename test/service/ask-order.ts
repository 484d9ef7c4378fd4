/** An order as both doors answer it. */
export type Answered = {
  readonly rest: { readonly state: string; readonly timeoutRetryCount: number; readonly totalMoney: string | null };
  readonly graphql: { readonly state: string; readonly timeoutRetryCount: number; readonly totalMoney: string | null };
  /** Types of the timeline's entries. */
  readonly timeline: readonly string[];
};

const query = `query ($id: UUID!) { order(id: $id) { state timeoutRetryCount totalMoney timeline { type } } }`;

async function json<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

type ByGraphql = {
  readonly data: { readonly order: Answered['graphql'] & { readonly timeline: readonly { readonly type: string }[] } };
};

export async function askOrder(url: string, id: string): Promise<Answered> {
  const { state, timeoutRetryCount, totalMoney } = await json<Answered['rest']>(`${url}/api/v1/orders/${id}`);
  const events = await json<readonly { readonly type: string }[]>(`${url}/api/v1/orders/${id}/events`);
  const { data } = await json<ByGraphql>(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  });
  const { timeline, ...graphql } = data.order;
  const types = events.map(({ type }) => type);
  if (timeline.map(({ type }) => type).join() !== types.join()) throw new Error(`The doors disagree about ${id}`);
  return { rest: { state, timeoutRetryCount, totalMoney }, graphql, timeline: types };
}
