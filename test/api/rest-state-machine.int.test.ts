import { describe, expect, it } from '@jest/globals';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();
const path = '/api/v1/order-state-machine';
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe(`GET ${path}`, () => {
  it.each([
    ['*/*', 'text/vnd.graphviz', /^digraph Order \{/],
    [browser, 'text/vnd.graphviz', /^digraph Order \{/],
    ['application/json', 'application/json', /^\{\n {2}"name": "Order"/],
    ['text/vnd.mermaid', 'text/vnd.mermaid', /^stateDiagram-v2\n/],
    ['text/markdown', 'text/markdown', /^```mermaid\nstateDiagram-v2\n[^`]*```\n$/],
    ['application/json;q=0.5, text/vnd.mermaid', 'text/vnd.mermaid', /^stateDiagram-v2\n/],
  ])('answers Accept: %s with %s', async (accept, mediaType, start) => {
    const answer = await side().api.get(path, { accept });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(`${mediaType}; charset=utf-8`);
    expect(answer.headers.get('vary')).toBe('accept');
    expect(answer.text).toMatch(start);
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('answers 406 and the forms that there are to who takes none of them', async () => {
    const answer = await side().api.get(path, { accept: 'image/png' });
    expect(answer.body).toMatchObject({ status: 406, detail: expect.stringContaining('text/vnd.graphviz') });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });
});
