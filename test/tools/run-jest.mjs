import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
const reporter = fileURLToPath(new URL('summary-reporter.mjs', import.meta.url));

/**
 * Runs Jest to its end and prints the whole run's totals as the very last line: `N passed, N failed`, and `, N skipped` if there
 * are any. Answers with its exit code.
 */
export function runJest(args, options) {
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      jest,
      '--reporters=default',
      `--reporters=${reporter}`,
      // Its results are in by then; what a test that failed left open must not keep the run from ending.
      '--forceExit',
      ...args,
    ],
    // One stream for both, or whoever captures them apart could not tell which line was the last.
    { ...options, stdio: ['ignore', 'inherit', 1, 'ipc'] },
  );
  let totals = null;
  child.on('message', (said) => (totals = said));
  // Jest gets a terminal's Ctrl-C too; this process stays to stop what it started.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const exitCode = code ?? 128 + constants.signals[signal];
      if (totals !== null) console.log(line(totals, exitCode));
      resolve(exitCode);
    });
  });
}

/** A run that failed as a whole counts as a failure where no file does. */
function line({ passed, failed, skipped }, exitCode) {
  const counted = failed === 0 && exitCode !== 0 ? 1 : failed;
  return `${passed} passed, ${counted} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
