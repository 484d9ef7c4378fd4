import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProjectRoot } from '../../src/platform/embedded-postgres/project-root.mjs';

/** With which words `npm start` starts what it has built: node, its flags, the service. */
export async function startCommand(): Promise<readonly string[]> {
  const manifest = await readFile(join(await findProjectRoot(), 'package.json'), 'utf8');
  const { scripts } = JSON.parse(manifest) as { readonly scripts: { readonly start: string } };
  const [, command = ''] = scripts.start.split(' && ');
  return command.split(' ');
}
