import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/test/simulation/main.js', import.meta.url));

export type Ended = { readonly code: number; readonly output: string };

/** Runs the compiled simulation, as `npm run simulate` does. */
export function simulateFromShell(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : Number(error !== null);
      resolve({ code, output: stdout + stderr });
    });
  });
}
