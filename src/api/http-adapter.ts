import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FailedReply, sendProblem } from './rest/send-problem.js';
import { securityHeadersFor } from './security-headers.js';

// A GraphQL query with its variables; nothing else has a body.
const bodyLimit = 100 * 1024;

/** What Fastify's router refuses, such as a malformed URL, gets past every hook and past Nest's filters. */
function answerRefusal(error: Error, { url }: { readonly url: string }, untyped: unknown): void {
  // Fastify's own type for it depends on the route, and here there is none.
  const reply = untyped as FailedReply;
  for (const [name, value] of Object.entries(securityHeadersFor(url))) reply.header(name, value);
  sendProblem(error, url, reply);
}

/** Fastify with our limits. */
export const createHttpAdapter = (): FastifyAdapter =>
  new FastifyAdapter({ bodyLimit, frameworkErrors: answerRefusal });
