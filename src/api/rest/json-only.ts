import { type CanActivate, type ExecutionContext, UnsupportedMediaTypeException } from '@nestjs/common';

type Sent = { readonly headers: Readonly<Record<string, string | undefined>> };

/** A form of some page could send anything else without its user's knowledge. */
export class JsonOnly implements CanActivate {
  canActivate(context: ExecutionContext): true {
    const { headers } = context.switchToHttp().getRequest<Sent>();
    const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
    if (mediaType.trim().toLowerCase() === 'application/json') return true;
    throw new UnsupportedMediaTypeException('The body must be application/json');
  }
}
