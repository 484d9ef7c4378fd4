import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  MethodNotAllowedException,
  NotFoundException,
} from '@nestjs/common';
import type { KnownRoutes } from '../known-routes.js';
import { type FailedReply, sendProblem } from './send-problem.js';

type FailedRequest = { readonly url: string; readonly method: string; readonly is404: boolean };

/** Every error that reaches Nest over HTTP, those of unknown routes too, as problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: KnownRoutes) {}

  catch(exception: unknown, host: ArgumentsHost): unknown {
    // GraphQL has a form of its own: see format-error.ts.
    if (host.getType<string>() !== 'http') return exception;
    const request = host.switchToHttp().getRequest<FailedRequest>();
    const reply = host.switchToHttp().getResponse<FailedReply>();
    return sendProblem(request.is404 ? this.unroutable(request, reply) : exception, request.url, reply);
  }

  private unroutable({ url, method }: FailedRequest, reply: FailedReply): Error {
    const [path = ''] = url.split('?');
    const allowed = this.routes.methodsOf(path);
    if (allowed.length === 0) return new NotFoundException(`There is nothing at ${path}`);
    reply.header('allow', allowed.join(', '));
    return new MethodNotAllowedException(`${path} does not take ${method}`);
  }
}
