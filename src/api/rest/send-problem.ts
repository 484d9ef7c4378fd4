import { Logger } from '@nestjs/common';
import { clientProblem, internalProblem, type Problem, problemMediaType } from './problem.js';

/** The part of Fastify's reply that an error needs. */
export type FailedReply = {
  readonly sent: boolean;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  type(mediaType: string): { send(body: string): unknown };
};

const logger = new Logger('HTTP');

function unexpected(error: unknown, path: string): Problem {
  logger.error(`A request to ${path} failed`, error instanceof Error ? error.stack : undefined);
  return internalProblem(error, path);
}

const isGraphql = (path: string): boolean => path === '/graphql';

/** A GraphQL client looks for `errors`, whatever went wrong before GraphQL was reached. */
const graphqlBody = ({ detail, title, status }: Problem): object => ({
  errors: [{ message: detail ?? title, extensions: { code: status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR' } }],
});

/** Answers with what went wrong, as far as it is the client's business. */
export function sendProblem(error: unknown, url: string, reply: FailedReply): unknown {
  if (reply.sent) return undefined;
  const [path = ''] = url.split('?');
  const problem = clientProblem(error, path) ?? unexpected(error, path);
  reply.code(problem.status);
  return isGraphql(path)
    ? reply.type('application/json; charset=utf-8').send(JSON.stringify(graphqlBody(problem)))
    : reply.type(`${problemMediaType}; charset=utf-8`).send(JSON.stringify(problem));
}
