import { expect, it } from '@jest/globals';
import { chooseMediaType } from '../../src/api/rest/media-type.js';

const offers = ['text/vnd.graphviz', 'application/json', 'text/vnd.mermaid'] as const;

it.each<[string, string | null]>([
  ['*/*', 'text/vnd.graphviz'],
  ['application/json', 'application/json'],
  ['Application/JSON; charset=utf-8', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*;q=0.5, application/json;q=0.4', 'text/vnd.graphviz'],
  ['text/vnd.graphviz;q=0, text/*', 'text/vnd.mermaid'],
  ['*/*;q=0.1, text/vnd.mermaid', 'text/vnd.mermaid'],
  ['text/html', null],
  ['*/*;q=0', null],
  ['application/json;q=much', null],
  ['', null],
])('chooses for Accept: %s', (accept, expected) => {
  expect(chooseMediaType(accept, offers)).toBe(expected);
});
