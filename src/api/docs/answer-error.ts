import { type FailedReply, sendProblem } from '../rest/send-problem.js';

/** For routes of Fastify's own, which Nest's filters don't see. */
export function answerError(error: unknown, request: { readonly url: string }, reply: FailedReply): void {
  sendProblem(error, request.url, reply);
}
