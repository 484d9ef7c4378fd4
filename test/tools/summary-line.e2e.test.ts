import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const RUN_JEST = join(process.cwd(), 'test/tools/run-jest.mjs');

describe('the last line of a test run', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'summary-line-'));
    await writeFile(join(folder, 'package.json'), '{}');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('gives the totals of all files, without skipped ones when there are none', async () => {
    await writeFile(join(folder, 'a.test.js'), `it('a', () => {}); it('b', () => {});`);
    await writeFile(join(folder, 'b.test.js'), `it('c', () => {});`);
    expect(await lastLine(folder)).toBe('3 passed, 0 failed');
  });

  it('counts failed, skipped and to-do tests', async () => {
    await writeFile(
      join(folder, 'a.test.js'),
      `it('a', () => {}); it('b', () => { throw new Error('no') }); it.skip('c', () => {}); it.todo('d');`,
    );
    expect(await lastLine(folder)).toBe('1 passed, 1 failed, 2 skipped');
  });

  it('comes although a test has left something open that would keep Jest from ending', async () => {
    await writeFile(join(folder, 'a.test.js'), `it('a', () => { setInterval(() => {}, 1000); });`);
    expect(await lastLine(folder)).toBe('1 passed, 0 failed');
  });

  it('counts a file that can not be loaded, and a throwing clean-up, as failed', async () => {
    await writeFile(join(folder, 'a.test.js'), `require('./missing');`);
    await writeFile(join(folder, 'b.test.js'), `afterAll(() => { throw new Error('no') }); it('a', () => {});`);
    expect(await lastLine(folder)).toBe('1 passed, 2 failed');
  });
});

/** Runs Jest over the folder, with both streams in one, and answers what it printed last. */
async function lastLine(folder: string): Promise<string | undefined> {
  const program = `import { runJest } from '${RUN_JEST}'; process.exitCode = await runJest(['--rootDir', '${folder}'], {});`;
  const jest = `"${process.execPath}" --input-type=module --eval "${program}" 2>&1`;
  const output = await new Promise<string>((resolve) => {
    execFile('sh', ['-c', jest], { cwd: folder, env: { PATH: process.env.PATH } }, (_failed, stdout) => {
      resolve(stdout);
    });
  });
  return output.trimEnd().split('\n').at(-1);
}
