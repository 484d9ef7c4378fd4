import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Share, ShareReport } from './batch-process.js';

const program = fileURLToPath(new URL('batch-process.js', import.meta.url));

export const processes = availableParallelism();

/** Does each share in a process of its own. @throws when one of them ends without having done and told all of it */
export async function inParallel(shares: readonly Share[], onReport: (report: ShareReport) => void): Promise<void> {
  await Promise.all(shares.map((share) => inProcess(share, onReport)));
}

function inProcess(share: Share, onReport: (report: ShareReport) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [JSON.stringify(share)]);
    child.on('message', (report) => onReport(report as ShareReport));
    child.once('error', reject);
    // It can have ended before the last of what it told is here; the line to it is cut only after that.
    const told = new Promise<void>((isOver) => child.once('disconnect', isOver));
    child.once('exit', (code) => {
      if (code === 0) void told.then(resolve);
      else reject(new Error(`A process of the simulation ended with code ${String(code)}`));
    });
  });
}
