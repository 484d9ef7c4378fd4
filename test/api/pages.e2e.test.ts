import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { idOf } from '../queries/read-database.js';
import { describeWith, testChromiumPath } from '../tools/parts.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

describe('the pages', () => {
  it('are at their names, with and without the slash', async () => {
    const { api } = side();
    for (const page of ['graphiql', 'docs']) {
      const bare = await api.get(`/${page}`);
      expect([bare.status, bare.headers.get('location')]).toEqual([302, `${page}/`]);
      const { status, headers, text } = await api.get(`/${page}/`);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)/);
    }
  });

  it.each([
    '/docs/nothing.js',
    '/docs/..%2f..%2f..%2fpackage.json',
    '/docs/%2e%2e/%2e%2e/package.json',
    '/graphiql/assets/',
  ])('give out no file but their own: %s', async (url) => {
    expect((await side().api.get(url)).status).toBe(404);
  });

  it('may be kept by a browser as long as their names hold their hash', async () => {
    const { api } = side();
    const { text, headers } = await api.get('/graphiql/');
    const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(text)?.[1] ?? '';
    expect(headers.get('cache-control')).toBe('no-cache');
    const asset = await api.get(`/graphiql/${script}`);
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });
});

describeWith('chromium', 'a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    // Containers have no user namespaces for its sandbox, and a small /dev/shm.
    const args = ['--no-sandbox', '--disable-dev-shm-usage'];
    browser = await chromium.launch({ executablePath: testChromiumPath(), args });
  });

  afterAll(() => browser.close());

  type Watched = { readonly page: Page; readonly foreign: string[]; readonly complaints: string[] };

  async function watch(): Promise<Watched> {
    const page = await browser.newPage();
    const [foreign, complaints]: [string[], string[]] = [[], []];
    page.on('request', (sent) => {
      const { protocol, origin } = new URL(sent.url());
      if (origin !== side().api.url && protocol !== 'data:' && protocol !== 'blob:') foreign.push(sent.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return { page, foreign, complaints };
  }

  it('runs a query in GraphiQL, and asks no other machine for anything', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    const { page, foreign, complaints } = await watch();
    await page.goto(`${api.url}/graphiql`);
    // Before the editor holds its query, the button does nothing.
    await page.locator('.graphiql-query-editor .view-line', { hasText: 'totalMoney' }).first().waitFor();
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.getByText(idOf(1)).first().waitFor();
    expect([foreign, complaints]).toEqual([[], []]);
    await page.close();
  });

  it('tries a request in Swagger UI, and asks no other machine for anything', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    const { page, foreign, complaints } = await watch();
    await page.goto(`${api.url}/docs`);
    await page.locator('#operations-Orders-listOrders').getByRole('button').first().click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').getByText(idOf(1)).first().waitFor();
    expect([foreign, complaints]).toEqual([[], []]);
    await page.close();
  });
});
