import type { HttpServer } from './http-server.js';

const answersPolicy = "default-src 'none'; frame-ancestors 'none'";

// Monaco and Swagger UI write style elements, and make workers and icons from data of their own.
const pagesPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};
const pageHeaders = { ...always, 'content-security-policy': pagesPolicy };
// Answers hold names and addresses: they belong in no cache.
const answerHeaders = { ...always, 'content-security-policy': answersPolicy, 'cache-control': 'no-store' };

const page = /^\/(graphiql|docs|admin)(\/|\?|$)/;

export const securityHeadersFor = (url: string): Readonly<Record<string, string>> =>
  page.test(url) ? pageHeaders : answerHeaders;

/** On every answer, errors too. */
export function addSecurityHeaders(server: HttpServer): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeadersFor(request.url));
    done();
  });
}
