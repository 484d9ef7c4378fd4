import { describe, expect, it } from '@jest/globals';
import { linkHeader } from '../../src/api/rest/link-header.js';

const relsOf = (header: string): readonly string[] =>
  header.split(',').map((link) => link.replace(/^.*pageIndex=(\d+).*;rel=/, '$1 '));

describe('the Link header', () => {
  it('names first, self, previous, next and last, in this order', () => {
    const header = linkHeader('/api/v1/orders?pageIndex=2&pageSize=10', { pageIndex: 2, pageSize: 10, total: 35 });
    expect(relsOf(header)).toEqual(['1 first', '2 self', '1 previous', '3 next', '4 last']);
  });

  it('has no page before the first, none after the last, and one page where nothing is', () => {
    expect(relsOf(linkHeader('/o', { pageIndex: 1, pageSize: 10, total: 20 }))).toEqual([
      '1 first',
      '1 self',
      '2 next',
      '2 last',
    ]);
    expect(relsOf(linkHeader('/o', { pageIndex: 2, pageSize: 10, total: 20 }))).toEqual([
      '1 first',
      '2 self',
      '1 previous',
      '2 last',
    ]);
    expect(relsOf(linkHeader('/o', { pageIndex: 1, pageSize: 10, total: 0 }))).toEqual(['1 first', '1 self', '1 last']);
  });

  it('keeps the other parameters, escaped', () => {
    expect(linkHeader('/o?q=a%3Eb%2Cc&pageIndex=1', { pageIndex: 1, pageSize: 5, total: 1 })).toContain(
      '</o?q=a%3Eb%2Cc&pageIndex=1&pageSize=5>;rel=self',
    );
  });
});
