/** Where a page stands in its list. */
export type Page = { readonly pageIndex: number; readonly pageSize: number; readonly total: number };

/**
 * The `Link` header as Ordering's API writes it: first, self, previous, next, last, with commas between. `previous` and
 * `next` stand only where there is such a page; the request's other parameters are kept.
 */
export function linkHeader(url: string, { pageIndex, pageSize, total }: Page): string {
  const [path = '', query = ''] = url.split('?');
  const last = Math.max(Math.ceil(total / pageSize), 1);
  const links: readonly (readonly [string, number])[] = [
    ['first', 1],
    ['self', pageIndex],
    ...(pageIndex > 1 ? [['previous', Math.min(pageIndex - 1, last)] as const] : []),
    ...(pageIndex < last ? [['next', pageIndex + 1] as const] : []),
    ['last', last],
  ];
  return links.map(([rel, index]) => `<${path}?${pageParameters(query, index, pageSize)}>;rel=${rel}`).join(',');
}

function pageParameters(query: string, pageIndex: number, pageSize: number): string {
  const parameters = new URLSearchParams(query);
  parameters.set('pageIndex', String(pageIndex));
  parameters.set('pageSize', String(pageSize));
  return parameters.toString();
}
