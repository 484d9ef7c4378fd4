import type { HttpServer } from './http-server.js';

/** Which methods each path takes, noted as the routes come in: a path that exists answers 405 to the others, not 404. */
export class KnownRoutes {
  private readonly methodsByPath = new Map<string, Set<string>>();

  constructor(server: HttpServer) {
    server.addHook('onRoute', ({ url, method }) => {
      const methods = this.methodsByPath.get(url) ?? new Set();
      for (const one of [method].flat()) methods.add(one);
      this.methodsByPath.set(url, methods);
    });
  }

  /** Empty where nothing is at the path. */
  methodsOf(path: string): readonly string[] {
    const found = [...this.methodsByPath].filter(([pattern]) => matches(pattern, path));
    return [...new Set(found.flatMap(([, methods]) => [...methods]))].toSorted();
  }
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  // A wildcard belongs to files that may be missing: they are not there for any method.
  return wanted.length === given.length && wanted.every((part, index) => matchesPart(part, given[index] ?? ''));
}

const matchesPart = (wanted: string, given: string): boolean =>
  wanted.startsWith(':') ? given !== '' : wanted === given && wanted !== '*';
