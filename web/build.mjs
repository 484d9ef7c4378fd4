import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds the browser pages into dist/web/, unless nothing they are made from has changed: dist/web/.stamp holds the hash
 * of web/ and of package-lock.json at the last build. Delete dist/web/ to build again.
 */
const WEB = fileURLToPath(new URL('./', import.meta.url));
const OUTPUT = fileURLToPath(new URL('../dist/web/', import.meta.url));
const STAMP = join(OUTPUT, '.stamp');
const SWAGGER_UI_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

const inputs = await hashOfInputs();
if (inputs === (await lastStamp())) {
  console.log('web: unchanged since the last build');
} else {
  await rm(OUTPUT, { recursive: true, force: true });
  await buildGraphiql();
  await copySwaggerUi();
  await writeFile(STAMP, inputs);
  console.log('web: built into dist/web/');
}

async function hashOfInputs() {
  const entries = await readdir(WEB, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [...files.sort(), join(WEB, '../package-lock.json')]) {
    const content = await readFile(file);
    hash.update(`${relative(WEB, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Written last, so it is there only after a whole build. */
async function lastStamp() {
  try {
    return await readFile(STAMP, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function buildGraphiql() {
  const { build } = await import('vite');
  await build({ configFile: join(WEB, 'vite.config.ts'), logLevel: 'warn' });
}

async function copySwaggerUi() {
  await cp(join(WEB, 'docs'), join(OUTPUT, 'docs'), { recursive: true });
  const swaggerUi = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));
  for (const file of SWAGGER_UI_FILES) await cp(join(swaggerUi, file), join(OUTPUT, 'docs', file));
}
