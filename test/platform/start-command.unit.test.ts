import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { findProjectRoot } from '../../src/platform/embedded-postgres/project-root.mjs';
import { startCommand } from './start-command.js';

it('is what the image starts the service with', async () => {
  const image = await readFile(join(await findProjectRoot(), 'Dockerfile'), 'utf8');
  const [, words = ''] = /^CMD (\[.*\])$/m.exec(image) ?? [];

  expect(JSON.parse(words)).toEqual(await startCommand());
  expect(words).toContain('--max-semi-space-size');
});
