import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { NotFoundException } from '@nestjs/common';
import type { HttpServer } from '../http-server.js';
import { packageRoot } from '../package-root.js';
import { answerError } from './answer-error.js';
import { isMissingFile } from './is-missing-file.js';

const pages = ['graphiql', 'docs'] as const;

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * The browser pages, from the files that the web build leaves in dist/web/: nothing comes from anywhere else. A file is
 * looked up by its name among those that were there at the start, so no path leads out of the folder.
 */
export async function servePages(server: HttpServer): Promise<void> {
  for (const page of pages) {
    const files = await filesOf(join(packageRoot, 'dist/web', page));
    // Relative, so that it also holds behind a proxy that adds a prefix.
    server.get(`/${page}`, (_request, reply) => reply.redirect(`${page}/`));
    server.get<{ Params: { '*': string } }>(`/${page}/*`, { errorHandler: answerError }, async ({ params }, reply) => {
      const name = params['*'] === '' ? 'index.html' : params['*'];
      const file = files.get(name) ?? missing(page, name, files.size);
      // Vite's assets carry a hash of their content in their names.
      const caching = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      reply.header('cache-control', caching).type(mediaTypes[extname(name)] ?? 'application/octet-stream');
      return reply.send(await readFile(file));
    });
  }
}

/** Paths by their names in the folder; none where the pages have not been built. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new Map(paths.map((path) => [relative(folder, path).replaceAll('\\', '/'), path]));
  } catch (error) {
    if (isMissingFile(error)) return new Map();
    throw error;
  }
}

function missing(page: string, name: string, built: number): never {
  throw new NotFoundException(
    built === 0 ? 'The pages are not built: npm run build makes them' : `/${page}/ has no file ${name}`,
  );
}
